// What stands in the windows of the head's page: one field, one person, one counter, one number just given.

import { chips, put } from "./head_hall.js";

const AWAY = new Set(["parked", "absent"]);

function place(id) {
  return document.getElementById(id);
}

function allow(id, may) {
  const one = place(id);
  if (one) one.hidden = !may;
}

// Where a visit stands now: in a line, away, or at a counter; null where it is over.
function person(hall, visit) {
  for (const field of hall.fields) {
    const found = field.people.find((one) => one.visit === visit) ?? field.away.find((one) => one.visit === visit);
    if (found) return { ...found, field: field.name };
  }
  const counter = hall.counters.find((one) => one.visit === visit);
  if (!counter) return null;
  return { visit, at: counter.id, number: counter.number, heat: "called", field: counter.field, words: `${counter.name} · ${counter.serving}` };
}

// The visit that holds a number now, or undefined.
export function find(hall, number) {
  const people = hall.fields.flatMap((field) => [...field.people, ...field.away]);
  return [...people, ...hall.counters].find((one) => one.number === number)?.visit;
}

function drawField(dialog, hall, open) {
  const field = hall.fields.find((one) => one.id === dialog.dataset.shows);
  if (!field) return;
  put(place("field-name"), field.name);
  put(place("field-day"), field.day);
  put(place("field-door"), field.door_word);
  chips(place("field-people"), field.people, open);
  chips(place("field-away"), field.away, open);
  allow("open-field", field.known && field.door === "closed");
  allow("close-field", field.known && field.door !== "closed");
}

function drawPerson(dialog, hall) {
  const one = person(hall, dialog.dataset.shows);
  const heat = one?.heat ?? "gone";
  const inLine = one !== null && heat !== "called" && heat !== "absent";
  dialog.dataset.at = one?.at ?? ""; // so that a late press moves nobody who has left the counter
  put(place("person-number"), one?.number ?? dialog.dataset.shows.slice(-4));
  const gone = document.body.dataset.notFound.replace("{number}", dialog.dataset.shows.slice(-4));
  put(place("person-words"), one ? [one.field, one.words].filter(Boolean).join(" · ") : gone);
  allow("transfer", inLine || heat === "called");
  allow("grant", inLine);
  allow("return-visit", AWAY.has(heat));
  allow("cancel-visit", one !== null);
}

function drawCounter(dialog, hall, open) {
  const counter = hall.counters.find((one) => String(one.id) === dialog.dataset.shows);
  if (!counter) return;
  put(place("counter-name"), counter.name);
  put(place("counter-officer"), counter.officer);
  put(place("counter-since"), counter.since);
  put(place("counter-waiting"), counter.waiting);
  put(place("counter-alarm"), counter.alarm);
  const served = { visit: counter.visit, number: counter.number, heat: "called", mark: "", words: counter.serving };
  chips(place("counter-served"), counter.visit ? [served] : [], open);
  allow("clear-alarm", counter.alarm !== "");
  allow("pause-counter", counter.status === "open");
  allow("close-counter", counter.status !== "closed");
  allow("sign-out-counter", counter.signed_in);
}

export function drawDialogs(hall, open) {
  if (!hall) return;
  for (const [id, draw] of [["field", drawField], ["person", drawPerson], ["counter", drawCounter]]) {
    const dialog = place(id);
    if (dialog.dataset.shows !== undefined) draw(dialog, hall, open);
  }
  allow("remove-message", hall.has_message);
}

// The number just given, large and ready for paper; null: the empty form for the next one.
export function showSlip(ticket) {
  place("give").hidden = ticket !== null;
  place("slip").hidden = ticket === null;
  if (ticket === null) {
    place("give").reset();
    return;
  }
  for (const one of ["number", "field", "ahead", "wait", "time", "seat"]) put(place(`slip-${one}`), ticket[one]);
  place("slip-follow").href = ticket.follow;
  const code = place("slip-code");
  code.setAttribute("viewBox", `-4 -4 ${ticket.modules + 8} ${ticket.modules + 8}`);
  code.firstElementChild.setAttribute("d", ticket.path);
  place("another").focus();
}
