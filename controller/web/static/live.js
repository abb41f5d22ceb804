// Keeps a page true: words arrive over a WebSocket and go to the places that carry their name.
// Heard nothing for SILENCE_MS, the page says that it is cut off and tries again until it is not.

const SILENCE_MS = 8000; // the server gives a sign of life every 3 s
const GRACE_MS = 700; // a change of Wi-Fi cell is no news
const RETRY_MS = [200, 500, 1000, 2000];
const FULL = 1013; // too many pages: this one was told once and asks again later
const FULL_RETRY_MS = 20000;
const SIGNED_OUT = 4401; // the form stands at this address now

export function live(changed = () => {}) {
  const lost = document.getElementById("lost");
  let socket = null;
  let heardAt = 0;
  let tries = 0;
  let waking = 0;
  let sign = 0;

  function show(state) {
    if (state.version !== document.body.dataset.version) {
      location.reload();
      return;
    }
    document.body.dataset.stage = state.stage;
    for (const place of document.querySelectorAll("[data-text]")) {
      const words = state[place.dataset.text] ?? "";
      if (place.textContent !== words) place.textContent = words;
    }
    changed(state);
  }

  function setLost(is) {
    clearTimeout(sign);
    sign = 0;
    lost.hidden = !is;
    document.body.classList.toggle("is-lost", is);
  }

  function heard(event) {
    heardAt = Date.now();
    if (tries || sign || !lost.hidden) {
      tries = 0;
      setLost(false);
      document.dispatchEvent(new Event("reconnected"));
    }
    if (event.data) show(JSON.parse(event.data));
  }

  function drop() {
    if (!socket) return;
    socket.onmessage = socket.onclose = null;
    socket.close();
    socket = null;
  }

  function closed(event) {
    const full = event?.code === FULL;
    drop();
    if (event?.code === SIGNED_OUT) {
      location.reload();
      return;
    }
    if (!full && lost.hidden && !sign) sign = setTimeout(setLost, GRACE_MS, true);
    const wait = full ? FULL_RETRY_MS : RETRY_MS[Math.min(tries, RETRY_MS.length - 1)];
    tries += full ? 0 : 1;
    clearTimeout(waking);
    waking = setTimeout(open, wait * (0.75 + Math.random() / 2)); // hundreds of phones shall not come at once
  }

  function open() {
    clearTimeout(waking);
    drop();
    heardAt = Date.now();
    const address = new URL(document.body.dataset.live, location.href);
    address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    socket = new WebSocket(address);
    socket.onmessage = heard;
    socket.onclose = closed;
  }

  function check() {
    if (socket && Date.now() - heardAt > SILENCE_MS) closed();
  }

  function wake() {
    if (document.hidden) return;
    check(); // a phone that slept
    if (!socket) open();
  }

  setInterval(check, 1000);
  document.addEventListener("visibilitychange", wake);
  window.addEventListener("online", wake);
  window.addEventListener("pageshow", wake);
  open();
}
