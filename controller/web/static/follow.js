// The phone page, in the JavaScript of 2011, so that a cheap old phone follows too. It listens, and keeps nothing on the phone.
// What it hears goes to the places that carry its name; silence is told within ten seconds. Without WebSockets it loads itself again.
(function () {
  "use strict";
  var SILENCE_MS = 8000; // the server gives a sign of life every 3 s
  var GRACE_MS = 700; // a change of Wi-Fi cell is no news
  var RETRY_MS = [200, 500, 1000, 2000];
  var FULL = 1013; // too many pages: this one was told once and asks again later
  var FULL_RETRY_MS = 20000;

  var body = document.body;
  var lost = document.getElementById("lost");
  var at = document.getElementById("at");
  var button = document.getElementById("tell");
  var told = document.getElementById("told");
  var socket = null;
  var heardAt = 0;
  var tries = 0;
  var waking = 0;
  var sign = 0;

  function data(name) {
    return body.getAttribute("data-" + name);
  }

  // What arrives ------------------------------------------------------------------------------------------------------

  function write(place, words) {
    if (place.textContent !== words) place.textContent = words;
  }

  function show(state) {
    var places = document.querySelectorAll("[data-text]");
    if (state.version !== data("version")) {
      location.reload();
      return;
    }
    body.setAttribute("data-stage", state.stage);
    for (var i = 0; i < places.length; i++) write(places[i], state[places[i].getAttribute("data-text")] || "");
    showSteps(state.steps);
    if (state.ring && state.ring !== data("ring")) ring();
    body.setAttribute("data-ring", state.ring);
  }

  function showSteps(steps) {
    var list = document.getElementById("steps");
    list.parentNode.hidden = !steps.length;
    list.textContent = "";
    for (var i = 0; i < steps.length; i++) {
      var row = document.createElement("li");
      row.className = steps[i].state;
      row.textContent = steps[i].text;
      list.appendChild(row);
    }
  }

  function clock() {
    var now = new Date();
    return ("0" + now.getHours()).slice(-2) + ":" + ("0" + now.getMinutes()).slice(-2);
  }

  // The line ----------------------------------------------------------------------------------------------------------

  function setLost(is) {
    clearTimeout(sign);
    sign = 0;
    lost.hidden = !is;
    body.className = is ? "is-lost" : "";
  }

  function heard(event) {
    heardAt = Date.now();
    tries = 0;
    if (sign || !lost.hidden) setLost(false);
    write(at, clock());
    if (event.data) show(JSON.parse(event.data));
  }

  function drop() {
    if (!socket) return;
    socket.onmessage = socket.onclose = null;
    socket.close();
    socket = null;
  }

  function closed(event) {
    var full = event && event.code === FULL;
    var wait = full ? FULL_RETRY_MS : RETRY_MS[Math.min(tries, RETRY_MS.length - 1)];
    drop();
    if (!full && lost.hidden && !sign) sign = setTimeout(setLost, GRACE_MS, true);
    tries += full ? 0 : 1;
    clearTimeout(waking);
    waking = setTimeout(open, wait * (0.75 + Math.random() / 2)); // hundreds of phones shall not come at once
  }

  function open() {
    clearTimeout(waking);
    drop();
    heardAt = Date.now();
    socket = new WebSocket((location.protocol === "https:" ? "wss://" : "ws://") + location.host + data("live"));
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
    if (sound) stayAwake();
  }

  // The call, on wish: a chime like the hall's, a shake, and a screen that stays on -------------------------------------

  var Sound = window.AudioContext || window.webkitAudioContext;
  var sound = null;
  var lock = null;

  function note(pitch, start) {
    var tone = sound.createOscillator();
    var level = sound.createGain();
    tone.frequency.value = pitch;
    level.gain.setValueAtTime(0.0001, start);
    level.gain.exponentialRampToValueAtTime(0.8, start + 0.02);
    level.gain.exponentialRampToValueAtTime(0.0001, start + 0.8);
    tone.connect(level);
    level.connect(sound.destination);
    tone.start(start);
    tone.stop(start + 0.85);
  }

  function chime(times) {
    for (var i = 0; i < times; i++) {
      note(659.26, sound.currentTime + 0.05 + i * 1.5); // E5, then C5, as the loudspeaker's chime
      note(523.25, sound.currentTime + 0.37 + i * 1.5);
    }
    body.setAttribute("data-chimes", Number(data("chimes") || 0) + times);
  }

  function ring() {
    if (!sound) return; // browsers let nothing sound or shake before a touch
    if (sound.resume) sound.resume();
    chime(3);
    shake([600, 250, 600, 250, 1000]);
  }

  function shake(pattern) {
    if (navigator.vibrate) navigator.vibrate(pattern);
  }

  function say(awake) {
    if (sound) write(told, told.getAttribute(awake ? "data-awake" : "data-asleep"));
  }

  function stayAwake() {
    if (!navigator.wakeLock) {
      say(false);
      return;
    }
    navigator.wakeLock.request("screen").then(
      function (given) {
        if (sound) {
          lock = given;
          say(true);
        } else {
          given.release();
        }
      },
      function () {
        say(false);
      }
    );
  }

  function press() {
    if (sound) {
      if (sound.close) sound.close();
      sound = null;
      if (lock) lock.release();
      lock = null;
      write(told, "");
    } else {
      sound = new Sound();
      chime(1); // so that it is heard how it will sound, and that it does
      shake(200);
      stayAwake();
    }
    button.className = sound ? "on" : "";
    button.setAttribute("aria-pressed", sound ? "true" : "false");
    write(button, button.getAttribute(sound ? "data-on" : "data-off"));
  }

  if (Sound) {
    button.hidden = false;
    button.onclick = press;
  }
  if (!window.WebSocket || !window.JSON) {
    setTimeout(function () {
      location.reload();
    }, FULL_RETRY_MS);
    return;
  }
  setInterval(check, 1000);
  document.addEventListener("visibilitychange", wake);
  window.addEventListener("online", wake);
  window.addEventListener("pageshow", wake);
  open();
})();
