// The head's page: draws the hall as it is told, opens what is chosen, and sends what the head wants.

import { freshId, Sender } from "./command.js";
import { Bell } from "./head_bell.js";
import { drawDialogs, find, showSlip } from "./head_dialogs.js";
import { drawAlarms, drawCounters, drawFields, put } from "./head_hall.js";
import { live } from "./live.js";

const READ_MS = 8000;
const SLOW_MS = 500;
const SURE_MS = 5000;

const words = document.body.dataset;
const mayAct = words.mayAct === "yes";
const bell = new Bell();
let hall = null;
let alarms = new Set();
let forget = 0;
let slow = 0;
let sent = null; // the command on its way, with the dialog that it came from

function dialogOf(id) {
  return document.getElementById(id);
}

function say(text, dialog = document.querySelector("dialog[open]"), stays = false) {
  clearTimeout(forget);
  for (const place of document.querySelectorAll(".said")) put(place, "");
  put(dialog?.querySelector(".said") ?? dialogOf("said"), text);
  if (text && !stays) forget = setTimeout(say, READ_MS, "");
}

function settled(text, answer) {
  clearTimeout(slow);
  const dialog = sent?.dialog?.open ? sent.dialog : null;
  sent = null;
  if (text) say(text, dialog);
  else if (text === null) say(words.givenUp, dialog);
  else if (answer?.ticket && dialog) showSlip(answer.ticket);
  else {
    dialog?.close();
    say(answer?.ticket ? `${words.done} ${answer.ticket.number}` : words.done);
  }
}

function trouble() {
  clearTimeout(slow);
  say(words.resending, sent?.dialog, true);
}

const sender = mayAct ? new Sender(words.command, { trouble, settled }) : null;

function send(command, fields, dialog = null) {
  if (!sender || sender.busy) return;
  sent = { dialog };
  say("");
  slow = setTimeout(say, SLOW_MS, words.sending, dialog, true);
  sender.send(command, fields);
}

function open(id, key) {
  const dialog = dialogOf(id);
  for (const other of document.querySelectorAll("dialog[open]")) if (other !== dialog) other.close();
  if (key !== undefined) dialog.dataset.shows = key;
  say("");
  drawDialogs(hall, open);
  if (!dialog.open) dialog.showModal();
}

function calm(counter) {
  send("calm", { counter });
}

function draw() {
  if (!hall) return;
  dialogOf("emergency").hidden = hall.emergency === "";
  drawAlarms(dialogOf("alarms"), hall.alarms, words.helpCame, mayAct ? calm : null);
  drawFields(dialogOf("fields"), hall.fields, open, words.more);
  drawCounters(dialogOf("counters"), hall.counters, open);
  drawDialogs(hall, open);
}

function show(state) {
  hall = state;
  words.heatAll = state.heat;
  draw();
  const now = new Set(state.alarms.map((one) => one.counter));
  const isNew = [...now].some((one) => !alarms.has(one));
  alarms = now;
  bell.tell(now.size > 0, state.title, isNew);
}

// Values of a form's fields; what was left empty is not sent.
function values(form) {
  return Object.fromEntries(Array.from(new FormData(form)).filter(([, value]) => value !== ""));
}

const FORMS = {
  transfer: (form, visit) => {
    const { to_counter: to, ...others } = values(form);
    const at = form.closest("dialog").dataset.at;
    return ["transfer", { visit, ...others, to_counter: to ? Number(to) : null, counter: at ? Number(at) : null }];
  },
  grant: (form, visit) => ["priority", { visit, ...values(form) }],
  post: (form) => ["message", { text: form.elements.text.value, minutes: Number(form.elements.minutes.value) }],
  give: (form) => {
    const { appointed, ...others } = values(form);
    return ["ticket", { ...others, ...(appointed ? { appointed_at: `${hall.day}T${appointed}:00` } : {}) }];
  },
};
const SHOWN = {
  field: (id) => ({ field: id }),
  person: (visit) => ({ visit }),
  counter: (id) => ({ counter: Number(id) }),
  message: () => ({ text: "" }),
};

for (const [id, wish] of Object.entries(FORMS)) {
  dialogOf(id)?.addEventListener("submit", (event) => {
    event.preventDefault();
    const dialog = event.target.closest("dialog");
    send(...wish(event.target, dialog.dataset.shows), dialog);
  });
}

// What cannot be taken back is asked for twice.
function isSure(button) {
  if (!("sure" in button.dataset) || button.dataset.first) return true;
  button.dataset.first = button.textContent;
  put(button, button.dataset.sure || words.sure);
  setTimeout(calmDown, SURE_MS, button);
  return false;
}

function calmDown(button) {
  if (button.dataset.first) put(button, button.dataset.first);
  delete button.dataset.first;
}

for (const button of document.querySelectorAll("dialog [data-command]")) {
  button.addEventListener("click", () => {
    if (!isSure(button)) return;
    calmDown(button);
    const dialog = button.closest("dialog");
    send(button.dataset.command, SHOWN[dialog.id](dialog.dataset.shows), dialog);
  });
}

// Above everything, for everybody in the hall: asked for twice, both ways.
dialogOf("raise-emergency")?.addEventListener("click", ({ target }) => {
  if (!dialogOf("post").elements.text.reportValidity() || !isSure(target)) return;
  calmDown(target);
  send("emergency", { text: dialogOf("post").elements.text.value }, dialogOf("message"));
});

dialogOf("end-emergency")?.addEventListener("click", ({ target }) => {
  if (!isSure(target)) return;
  calmDown(target);
  send("end_emergency", {});
});

for (const button of document.querySelectorAll("[data-close]")) {
  button.addEventListener("click", () => button.closest("dialog").close());
}

function openForm(id) {
  if (id === "ticket") showSlip(null);
  open(id);
  dialogOf(id).querySelector("select, textarea").focus();
}

for (const button of document.querySelectorAll("[data-opens]")) {
  button.addEventListener("click", () => openForm(button.dataset.opens));
}

dialogOf("find").addEventListener("submit", (event) => {
  event.preventDefault();
  const box = dialogOf("find-number");
  const number = box.value.trim().toUpperCase();
  if (!number || !hall) return;
  const visit = find(hall, number);
  if (visit) open("person", visit);
  else say(words.notFound.replace("{number}", number));
  box.select();
});

dialogOf("sound").addEventListener("click", (event) => {
  bell.turn();
  event.target.setAttribute("aria-pressed", bell.on ? "true" : "false");
  put(event.target, bell.on ? words.soundOff : words.soundOn);
});

dialogOf("sign-out").addEventListener("click", async () => {
  const headers = { "Content-Type": "application/json" };
  const body = JSON.stringify({ request: freshId(), counter: null });
  try {
    await fetch(words.signOut, { method: "POST", headers, body });
    location.reload();
  } catch {
    say(words.givenUp);
  }
});

dialogOf("print")?.addEventListener("click", () => window.print());
dialogOf("another")?.addEventListener("click", () => openForm("ticket"));

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select") || document.querySelector("dialog[open]");
  if (typing || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  if (event.code === "Slash") dialogOf("find-number").focus();
  else if (event.code === "KeyN" && mayAct) openForm("ticket");
  else if (event.code === "KeyM" && mayAct) openForm("message");
  else return;
  event.preventDefault();
});

new ResizeObserver(draw).observe(dialogOf("fields"));
live(show);
