// The clerk's keys and buttons.

import { Sender } from "./command.js";
import { live } from "./live.js";

const KEYS = { Space: "call", KeyR: "recall", KeyV: "absent", Enter: "finish", NumpadEnter: "finish" };
const TREMBLE_MS = 600; // a second press so soon is the same press
const SLOW_MS = 500;
const READ_MS = 8000;

const words = document.body.dataset;
const said = document.getElementById("said");
const buttons = new Map(Array.from(document.querySelectorAll("button[data-command]"), (one) => [one.dataset.command, one]));
let last = { command: "", at: 0 };
let visit = words.visit;
let forget = 0;
let slow = 0;

function say(text) {
  clearTimeout(forget);
  said.textContent = text;
}

function sayForAWhile(text) {
  say(text);
  if (text) forget = setTimeout(say, READ_MS, "");
}

function settled(text) {
  clearTimeout(slow);
  for (const button of buttons.values()) button.classList.remove("pressed");
  sayForAWhile(text ?? words.givenUp);
}

function trouble() {
  clearTimeout(slow);
  say(words.resending);
}

const sender = new Sender(words.command, { trouble, settled });

function press(command) {
  const trembled = command === last.command && performance.now() - last.at < TREMBLE_MS;
  if (trembled || sender.busy) return;
  last = { command, at: performance.now() };
  const button = buttons.get(command);
  if (button.dataset.why) {
    sayForAWhile(button.dataset.why);
    return;
  }
  say("");
  button.classList.add("pressed");
  slow = setTimeout(say, SLOW_MS, words.sending);
  sender.send(command, command === "call" ? {} : { visit });
}

function show(state) {
  if (state.visit !== visit && !sender.busy) say("");
  visit = state.visit;
  for (const [command, button] of buttons) {
    button.dataset.why = state[`why_${command}`];
    button.setAttribute("aria-disabled", button.dataset.why ? "true" : "false");
  }
}

function onKey(event) {
  const command = KEYS[event.code];
  if (!command || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault(); // no scrolling, and no second press by way of a focused button
  if (event.type === "keydown" && !event.repeat) press(command);
}

document.addEventListener("keydown", onKey);
document.addEventListener("keyup", onKey);
for (const [command, button] of buttons) {
  button.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the keys where they are
  button.addEventListener("click", (event) => {
    if (event.detail < 2) press(command);
  });
}
live(show);
