// A board's line to the controller: every state that comes, or that nobody can be heard any more.
// For the browsers of smart TVs since 2018 (Chromium 53): no modules, no optional chaining, no async, no flex gap, no CSS grid.

"use strict";

window.Board = (function () {
  const RETRY_MS = 700;
  const now = () => performance.now(); // a television's clock is set again and again, and may go back by hours
  const body = document.body;
  const silence = Number(body.dataset.silence);
  const away = document.getElementById("away");
  let socket = null;
  let heardAt = now();
  let show = null;
  let lost = null;
  let anew = null;

  function setAway(is) {
    if (away.hidden === !is) return;
    away.hidden = !is;
    body.classList.toggle("is-away", is);
    lost(is);
  }

  // Only a page that can be had: a television shows the browser's own fault for ever.
  function reload() {
    if (anew) return;
    anew = new XMLHttpRequest();
    anew.onload = () => { if (anew.status === 200) location.reload(); };
    anew.onloadend = () => { anew = null; };
    anew.open("GET", location.href);
    anew.timeout = silence;
    anew.send();
  }

  // Only a state proves that the queue answers; a page that merely stays connected proves nothing.
  function heard(event) {
    if (!event.data) return;
    const state = JSON.parse(event.data);
    if (state.version !== body.dataset.version) {
      reload();
      return;
    }
    heardAt = now();
    show(state);
    setAway(false);
  }

  function drop() {
    if (!socket) return;
    socket.onmessage = socket.onclose = socket.onerror = null;
    socket.close();
    socket = null;
  }

  function closed() {
    drop();
    setTimeout(open, RETRY_MS * (0.75 + Math.random() / 2));
  }

  function open() {
    drop();
    const scheme = location.protocol === "https:" ? "wss://" : "ws://";
    socket = new WebSocket(scheme + location.host + body.dataset.live);
    socket.onmessage = heard;
    socket.onclose = closed;
  }

  let askedAt = now();
  function check() {
    const silent = now() - heardAt;
    if (silent >= silence) setAway(true);
    if (socket && silent >= silence && now() - askedAt >= silence) {
      askedAt = now();
      open(); // a line that swallows everything is never closed by anybody
    }
  }

  // One unit is a hundredth of the height of a 16:9 picture, or of 77 % of the width of an upright one; a rem is ten of them.
  function measure() {
    const wide = window.innerWidth;
    const high = window.innerHeight;
    const upright = high > wide;
    const unit = upright && body.classList.contains("hall") ? wide / 130 : Math.min(high, (wide * 9) / 16) / 100;
    body.classList.toggle("upright", upright);
    document.documentElement.style.fontSize = unit * 10 + "px";
  }

  // Lets figures that are too wide for their sign shrink together.
  function squeeze(sign, figures) {
    let factor = 1;
    figures.forEach((one) => { one.style.fontSize = ""; });
    while (factor > 0.4 && sign.scrollWidth > sign.clientWidth) {
      factor -= 0.05;
      figures.forEach((one) => { one.style.fontSize = "calc(var(--figure) * " + factor.toFixed(2) + ")"; });
    }
  }

  function begin(onState, onAway, onSize) {
    show = onState;
    lost = onAway;
    measure();
    window.addEventListener("resize", () => { measure(); onSize(); });
    setInterval(check, 250);
    open();
  }

  return { begin, squeeze, words: JSON.parse(body.dataset.words), now };
})();
