// The page of the fleet: draws each device as it is told, and sends what the IT officer wants of one, one wish at a time.

import { freshId, Sender } from "./command.js";
import { live } from "./live.js";

const READ_MS = 8000;
const SURE_MS = 5000;
const words = document.body.dataset;
const mayAct = words.mayAct === "yes";
const said = document.getElementById("said");
const cards = new Map();
let forget = 0;

function say(text, stays = false) {
  clearTimeout(forget);
  said.textContent = text;
  if (text && !stays) forget = setTimeout(say, READ_MS, "");
}

const sender = mayAct
  ? new Sender(words.command, {
    trouble: () => say(words.resending, true),
    settled: (text) => say(text ?? words.givenUp),
  })
  : null;

function put(place, text) {
  if (place.textContent !== text) place.textContent = text;
  place.hidden = text === "";
}

function make(name, parent, kind = "") {
  const made = document.createElement(name);
  if (kind) made.className = kind;
  parent.append(made);
  return made;
}

// What disturbs people is asked for twice: the button says so and waits for a second press.
function press(button, command, device) {
  const sure = { restart: words.sureRestart, out: words.sureOut }[command];
  if (!sender || sender.busy) return;
  if (sure && !button.dataset.sure) {
    button.dataset.sure = button.textContent;
    button.textContent = sure;
    setTimeout(calm, SURE_MS, button);
    return;
  }
  calm(button);
  say(words.sending, true);
  sender.send(command, { device });
}

function calm(button) {
  if (!button.dataset.sure) return;
  button.textContent = button.dataset.sure;
  delete button.dataset.sure;
}

function card(row) {
  const place = document.createElement("article");
  const title = make("h2", place);
  make("span", title, "shape").setAttribute("aria-hidden", "true");
  const parts = {
    place,
    name: make("span", title),
    where: make("span", title, "where"),
    state: make("p", place, "state"),
    wrong: make("ul", place, "wrong"),
    replace: make("p", place, "replace"),
    facts: make("dl", place),
    buttons: make("p", place, "buttons"),
    errand: make("p", place, "errand"),
  };
  parts.errand.setAttribute("role", "status");
  cards.set(row.id, parts);
  return parts;
}

function drawList(list, lines) {
  const key = JSON.stringify(lines);
  if (list.dataset.key === key) return;
  list.dataset.key = key;
  list.replaceChildren();
  for (const line of lines) make("li", list).textContent = line;
}

function drawFacts(list, facts) {
  const key = JSON.stringify(facts);
  if (list.dataset.key === key) return;
  list.dataset.key = key;
  list.replaceChildren();
  for (const [name, told] of facts) {
    const pair = make("div", list);
    make("dt", pair).textContent = name;
    make("dd", pair).textContent = told;
  }
}

function drawButtons(place, row) {
  const wanted = mayAct ? [...row.deeds, ...(row.duty.length ? [row.duty] : [])] : [];
  const key = JSON.stringify(wanted);
  if (place.dataset.key === key) return;
  place.dataset.key = key;
  place.replaceChildren();
  for (const [command, text] of wanted) {
    const button = make("button", place);
    button.type = "button";
    button.textContent = text;
    button.dataset.command = command;
    button.addEventListener("click", () => press(button, command, row.id));
  }
}

function draw(row) {
  const parts = cards.get(row.id) ?? card(row);
  parts.place.id = `device-${row.id}`;
  parts.place.dataset.heat = row.heat;
  put(parts.name, row.name);
  put(parts.where, row.where);
  put(parts.state, row.state);
  drawList(parts.wrong, row.wrong);
  put(parts.replace, mayAct ? row.replace : "");
  drawFacts(parts.facts, row.facts);
  drawButtons(parts.buttons, row);
  put(parts.errand, row.errand);
  parts.errand.dataset.heat = row.errand_heat;
  return parts.place;
}

live((state) => {
  const places = state.devices.map(draw);
  const room = document.getElementById("devices");
  const stands = [...room.children];
  if (places.length !== stands.length || places.some((place, at) => place !== stands[at])) room.replaceChildren(...places);
  const codes = document.getElementById("codes");
  codes.hidden = state.codes.length === 0;
  const key = JSON.stringify(state.codes);
  if (codes.dataset.key !== key) {
    codes.dataset.key = key;
    codes.replaceChildren();
    for (const line of state.codes) make("p", codes).textContent = line;
  }
});

document.getElementById("sign-out").addEventListener("click", async () => {
  const body = JSON.stringify({ request: freshId(), counter: null });
  try {
    await fetch(words.signOut, { method: "POST", headers: { "Content-Type": "application/json" }, body });
  } finally {
    sessionStorage.clear();
    location.reload();
  }
});
