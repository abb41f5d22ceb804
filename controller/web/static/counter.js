// The clerk's keys and buttons.

import { Sender } from "./command.js";
import { live } from "./live.js";
import { Menu } from "./menu.js";

const TREMBLE_MS = 600; // a second press of one key so soon is the same press
const SLOW_MS = 500;
const READ_MS = 8000;
const SIGNS = "123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

const page = document.body.dataset;
const said = document.getElementById("said");
const all = Array.from(document.querySelectorAll("button[data-command]"));
const buttons = new Map(all.map((one) => [one.dataset.command, one]));
const keys = new Map([...all.map((one) => [one.dataset.key, one.dataset.command]), ["NumpadEnter", "finish"]]);
const words = Object.fromEntries(
  Array.from(document.getElementById("words").content.querySelectorAll("p"), (one) => [one.dataset.word, one.textContent]),
);
const targets = JSON.parse(page.targets);
let state = JSON.parse(page.state);
let last = { code: "", at: 0 };
let pressed = null;
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
  for (const button of all) button.classList.remove("pressed");
  sayForAWhile(text ?? words.given_up);
}

function trouble() {
  clearTimeout(slow);
  say(words.resending);
}

const sender = new Sender(page.command, { trouble, settled });
const menu = new Menu(sayForAWhile);

function send(command, fields) {
  if (sender.busy) return;
  say("");
  pressed.classList.add("pressed");
  slow = setTimeout(say, SLOW_MS, words.sending);
  sender.send(command, fields);
}

function confirm(title, key, command, fields) {
  const items = [{ key, label: title, why: "", pick: () => send(command, fields) }];
  return { title: buttons.get(keys.get(`Key${key}`)).querySelector("span").textContent, items };
}

function number(title, entry) {
  const done = (given) => {
    menu.close();
    entry(given);
  };
  return { title, note: words.enter_number, entry: done, prefixes: page.prefixes, allPrefixes: page.allPrefixes };
}

// A counter that does not serve the field at hand takes over into its own first: who is sent to the fee counter comes to pay.
function fieldAt(target) {
  return target.serves && !target.serves.includes(state.at_hand) ? target.serves[0] : target.field;
}

function transfer() {
  const visit = state.visit;
  const places = ["original", "end", "front"].map((id) => ({ id, label: words[`place_${id}`] }));
  const items = targets.map((one) => ({
    ...one,
    short: one.to_counter !== undefined,
    why: state.shut.includes(one.to_counter) ? words.target_closed.replace("{counter}", one.to_counter) : "",
    pick: (place, back) => send("transfer", { visit, field: fieldAt(one), to_counter: one.to_counter, place, back }),
  }));
  return { title: `${words.transfer} ${state.number}`, visit, options: places, toggle: words.back, items };
}

function aside() {
  const options = ["call", "return"].map((id) => ({ id, label: words[`aside_${id}`] }));
  const items = state.aside.slice(0, SIGNS.length).map((one, place) => ({
    key: SIGNS[place],
    label: one.number,
    detail: one.words,
    why: (option) => (option === "call" ? one.why : ""),
    pick: (option) => (option === "call" ? send("number", { number: one.number }) : send("return", { visit: one.visit })),
  }));
  return { title: words.aside, options, option: state.why_number ? "return" : "call", items };
}

function grant(given) {
  const visit = `${state.day}-${given}`;
  const items = JSON.parse(page.priorities).map(([id, label], place) => ({
    key: SIGNS[place],
    label,
    why: "",
    pick: () => send("priority", { visit, priority: id }),
  }));
  menu.open({ title: `${words.priority} ${given}`, note: words.which_priority, items, unknown: words.unknown_key }, "");
}

function leave() {
  const items = [["close", state.stage === "closed"], ["sign_out", false]].filter(([, useless]) => !useless);
  return {
    title: words.leave,
    items: items.map(([id], place) => ({ key: SIGNS[place], label: words[id], why: "", pick: () => send(id, {}) })),
  };
}

function cancel() {
  const visit = state.visit;
  if (visit) return { ...confirm(`${words.confirm_cancel} ${state.number}`, "H", "cancel", { visit }), visit };
  return number(words.cancel, (given) => send("cancel", { visit: `${state.day}-${given}` }));
}

// What a key opens; every other key sends its command at once.
const MENUS = {
  transfer,
  aside,
  leave,
  cancel,
  number: () => number(words.number, (given) => send("number", { number: given })),
  priority: () => number(words.priority, grant),
  alarm: () => confirm(state.do_alarm === "alarm" ? words.confirm_alarm : words.confirm_calm, "K", state.do_alarm, {}),
};

function fields(command, shift) {
  if (["recall", "absent", "park"].includes(command)) return { visit: state.visit };
  if (command === "finish") return { visit: state.visit, whole: shift };
  return command === "undo" ? { visit: state.undo_visit } : {};
}

function press(command, code, shift) {
  const trembled = code === last.code && performance.now() - last.at < TREMBLE_MS;
  if (sender.busy || (trembled && !MENUS[command])) return;
  last = { code, at: performance.now() };
  const why = state[`why_${command}`];
  if (why) {
    sayForAWhile(why);
    return;
  }
  pressed = buttons.get(command);
  if (MENUS[command]) {
    say("");
    menu.open({ unknown: words.unknown_key, ...MENUS[command]() }, code);
  } else send(state[`do_${command}`] ?? command, fields(command, shift));
}

function show(now) {
  if (now.visit !== state.visit && !sender.busy) say("");
  state = now;
  if (menu.visit && menu.visit !== now.visit) menu.close();
  for (const [command, button] of buttons) button.setAttribute("aria-disabled", state[`why_${command}`] ? "true" : "false");
  document.body.classList.toggle("is-alarmed", Boolean(state.help));
}

function onKey(event) {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (!menu.isOpen && !keys.has(event.code)) return;
  if (/^(F\d+|Tab)$/.test(event.code)) return;
  event.preventDefault(); // no scrolling, and no second press by way of a focused button
  if (event.type !== "keydown" || event.repeat) return;
  if (menu.isOpen) menu.key(event.code);
  else press(keys.get(event.code), event.code, event.shiftKey);
}

document.addEventListener("keydown", onKey);
document.addEventListener("keyup", onKey);
for (const [command, button] of buttons) {
  button.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the keys where they are
  button.addEventListener("click", (event) => {
    if (event.detail > 1) return;
    menu.close();
    press(command, button.dataset.key, event.shiftKey);
  });
}
show(state);
live(show);
