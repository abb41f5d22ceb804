// Draws the lists of the head's page. Elements are kept by key, so that focus and place stay while the hall changes.

const CHIP_PX = 92; // a number with its mark, and the gap behind it
const MANY = 20; // counters that fit without being narrow

export function put(place, words) {
  if (place && place.textContent !== words) place.textContent = words;
}

function element(name, className, ...inside) {
  const made = document.createElement(name);
  made.className = className;
  made.append(...inside);
  return made;
}

function button(className, ...inside) {
  const made = element("button", className, ...inside);
  made.type = "button";
  return made;
}

function keyed(parent, items, key, make, fill) {
  const kept = new Map(Array.from(parent.children, (one) => [one.dataset.key, one]));
  const wanted = new Set(items.map((item) => String(key(item))));
  for (const [id, one] of kept) if (!wanted.has(id)) one.remove();
  items.forEach((item, place) => {
    const id = String(key(item));
    const one = kept.get(id) ?? make(item);
    one.dataset.key = id;
    if (parent.children[place] !== one) parent.insertBefore(one, parent.children[place] ?? null);
    fill(one, item);
  });
}

function makeChip() {
  return button("chip", element("span", "shape"), element("span", "of"), element("span", "mark"));
}

// At most `most` people as small buttons, the others counted in words. Only some lists are for the Tab key.
export function chips(parent, people, open, { most = Infinity, more = "", tabs = true } = {}) {
  const shown = people.length > most ? people.slice(0, Math.max(0, most - 1)) : people;
  const items = shown.length < people.length ? [...shown, { rest: people.length - shown.length }] : shown;
  const make = (item) => (item.rest ? element("span", "rest") : makeChip());
  keyed(parent, items, (item) => item.visit ?? "rest", make, (one, item) => {
    if (item.rest) {
      put(one, more.replace("{count}", item.rest));
      return;
    }
    one.dataset.heat = item.heat;
    one.tabIndex = tabs ? 0 : -1;
    one.title = item.words;
    one.setAttribute("aria-label", `${item.number}: ${item.words}`);
    put(one.children[1], item.number);
    put(one.children[2], item.mark);
    one.onclick = () => open("person", item.visit);
  });
}

function makeRow() {
  const places = ["waiting", "longest", "newcomer", "left", "counters", "door"].map((one) => element("span", one));
  const flags = element("p", "flags", element("span", "shape"), element("span", "words"));
  return element("li", "row", button("name"), ...places, element("div", "more", flags, element("div", "chips")));
}

export function drawFields(parent, fields, open, more) {
  keyed(parent, fields, (one) => one.id, makeRow, (row, field) => {
    row.dataset.heat = field.heat;
    row.dataset.door = field.door;
    row.toggleAttribute("data-empty", field.people.length === 0);
    const name = row.querySelector(".name");
    put(name, field.name);
    name.setAttribute("aria-label", `${field.name}: ${field.flags}`);
    for (const place of ["waiting", "longest", "newcomer", "left", "counters"]) put(row.querySelector(`.${place}`), field[place]);
    put(row.querySelector(".door"), field.door_word);
    put(row.querySelector(".words"), field.flags);
    const line = row.querySelector(".chips");
    chips(line, field.people, open, { most: Math.max(2, Math.floor(line.clientWidth / CHIP_PX)), more, tabs: false });
    row.onclick = (event) => {
      if (!event.target.closest(".chip")) open("field", field.id);
    };
  });
}

// Where there is little room: the middle and the given name, which stand last; the state already says that nobody is there.
function given(counter) {
  return counter.signed_in ? counter.officer.split(" ").slice(-2).join(" ") : "";
}

function makeTile() {
  const places = ["plate", "now", "serving", "officer"].map((one) => element("span", one));
  return element("li", "", button("tile", ...places));
}

export function drawCounters(parent, counters, open) {
  const isMany = counters.length > MANY;
  parent.classList.toggle("many", isMany);
  keyed(parent, counters, (one) => one.id, makeTile, (item, counter) => {
    const tile = item.firstChild;
    tile.dataset.status = counter.alarm ? "alarm" : counter.number ? "serving" : counter.status;
    put(tile.querySelector(".plate"), isMany ? String(counter.id) : counter.name);
    put(tile.querySelector(".now"), counter.now);
    put(tile.querySelector(".serving"), counter.alarm ? counter.alarm_short : counter.for);
    put(tile.querySelector(".officer"), isMany ? given(counter) : counter.officer);
    tile.title = [counter.name, counter.since, counter.officer, counter.field, counter.serving].filter(Boolean).join(" · ");
    tile.onclick = () => open("counter", counter.id);
  });
}

export function drawAlarms(parent, alarms, words, calm) {
  const make = () => element("p", "", element("span", "shape"), element("b", ""), ...(calm ? [button("")] : []));
  keyed(parent, alarms, (one) => one.counter, make, (line, alarm) => {
    put(line.children[1], alarm.text);
    if (!calm) return;
    put(line.children[2], words);
    line.children[2].onclick = () => calm(alarm.counter);
  });
}
