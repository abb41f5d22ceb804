// The chime of a new call, once somebody has pressed for it (browsers play nothing before), and the full screen.
// The same two bell notes as the loudspeaker's: controller/core/chime.py.

"use strict";

window.Bell = (function () {
  const NOTES = [[0, 659.26], [0.32, 523.25]];
  const PARTIALS = [[1, 1], [2, 0.35], [3, 0.1]];
  const IDLE_MS = 15000;
  const sound = document.getElementById("sound");
  const full = document.getElementById("full");
  const buttons = document.getElementById("buttons");
  const Player = window.AudioContext || window.webkitAudioContext;
  const page = document.documentElement;
  const enter = page.requestFullscreen || page.webkitRequestFullscreen;
  let player = null;
  let rung = 0;
  let sleeping = 0;

  function note(start, pitch) {
    PARTIALS.forEach((one) => {
      const bell = player.createOscillator();
      const level = player.createGain();
      bell.frequency.value = pitch * one[0];
      level.gain.setValueAtTime(0.0001, start);
      level.gain.linearRampToValueAtTime(0.2 * one[1], start + 0.008);
      level.gain.exponentialRampToValueAtTime(0.0001, start + 1);
      bell.connect(level);
      level.connect(player.destination);
      bell.start(start);
      bell.stop(start + 1);
    });
  }

  function ring() {
    rung += 1;
    if (player) NOTES.forEach((one) => note(player.currentTime + 0.02 + one[0], one[1]));
  }

  function wake() {
    buttons.classList.remove("asleep");
    clearTimeout(sleeping);
    sleeping = setTimeout(() => buttons.classList.add("asleep"), IDLE_MS);
  }

  sound.hidden = !Player;
  sound.addEventListener("click", () => {
    player = new Player();
    if (player.resume) player.resume();
    sound.hidden = true;
    ring(); // so that whoever pressed hears how loud it is
  });
  full.hidden = !enter;
  full.addEventListener("click", () => enter.call(page));
  ["mousemove", "keydown", "touchstart"].forEach((kind) => document.addEventListener(kind, wake));
  wake();
  return { ring, count: () => rung };
})();
