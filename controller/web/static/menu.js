// The second key: what a command still needs to know, chosen beside the number, which stays in sight.
//
// A menu has items that a key picks, options that the arrows choose between, one switch on Space, or a ticket's number to type.

const MANY = 12; // from here on the menu is wider, and what is short is its key alone
const BOUNCE_MS = 300; // a trembling first key is no second one

const at = (id) => document.getElementById(id);

function button(key, label, detail, why, pressed) {
  const made = document.createElement("button");
  made.type = "button";
  made.tabIndex = -1;
  made.setAttribute("aria-disabled", why ? "true" : "false");
  for (const [tag, text] of [["kbd", key], ["span", label], ["small", detail]]) {
    if (!text) continue;
    const part = document.createElement(tag);
    part.textContent = text;
    made.append(part);
  }
  made.addEventListener("mousedown", (event) => event.preventDefault());
  made.addEventListener("click", pressed);
  return made;
}

// The sign on a key as printed: KeyB is B, Digit5 and Numpad5 are 5.
function sign(code) {
  return /^(Key|Digit|Numpad)([A-Z0-9])$/.exec(code)?.[2] ?? "";
}

export class Menu {
  #menu = null;
  #openedBy = "";
  #openedAt = 0;
  #typed = "";
  #option = 0;
  #switched = false;
  #say;

  // say(text) tells what cannot be done.
  constructor(say) {
    this.#say = say;
    at("menu-close").addEventListener("click", () => this.close());
  }

  get isOpen() {
    return this.#menu !== null;
  }

  get visit() {
    return this.#menu?.visit ?? null;
  }

  // menu: {title, note, visit, options: [{id, label}], option, toggle, items: [{key, label, detail, short, why, pick}], entry}
  // pick(option, switched) and entry(number) are told at the end. why: text, or a function of the option.
  open(menu, code) {
    this.#menu = { options: [], items: [], ...menu };
    this.#openedBy = code;
    this.#openedAt = performance.now();
    this.#typed = "";
    this.#option = Math.max(0, this.#menu.options.findIndex((one) => one.id === menu.option));
    this.#switched = false;
    at("menu").hidden = false;
    at("waiting").hidden = true;
    this.#draw();
  }

  close() {
    this.#menu = null;
    at("menu").hidden = true;
    at("waiting").hidden = false;
  }

  key(code) {
    if (code === this.#openedBy && performance.now() - this.#openedAt < BOUNCE_MS) return;
    if (code === "Escape") this.close();
    else if (code === "ArrowDown") this.#choose(this.#option + 1);
    else if (code === "ArrowUp") this.#choose(this.#option - 1);
    else if (code === "Space" && this.#menu.toggle) this.#turn();
    else if (code === "Backspace") this.#type(this.#typed.slice(0, -1));
    else if (code === "Enter" || code === "NumpadEnter") this.#enter();
    else if (sign(code)) this.#sign(sign(code));
  }

  #sign(given) {
    if (this.#menu.entry) this.#typeNumber(given);
    else this.#find(this.#typed + given);
  }

  // One key where it is enough; with more than nine counters the digits of the number.
  #find(typed) {
    const begun = this.#menu.items.filter((one) => one.key.startsWith(typed));
    if (begun.length === 1 && begun[0].key === typed) this.#pick(begun[0]);
    else if (begun.length) this.#type(typed);
    else {
      this.#type("");
      this.#say(this.#menu.unknown);
    }
  }

  #typeNumber(given) {
    const digits = this.#typed.replace(/\D/g, "");
    const letter = this.#typed.replace(/\d/g, "") || this.#menu.prefixes[0];
    if (/\d/.test(given)) this.#type(digits.length < 3 ? letter + digits + given : this.#typed);
    else if (this.#menu.allPrefixes.includes(given)) this.#type(given + digits);
    else this.#say(this.#menu.unknown);
  }

  #enter() {
    const { entry, items } = this.#menu;
    const digits = this.#typed.replace(/\D/g, "");
    if (entry && digits) entry(this.#typed[0] + digits.padStart(3, "0"));
    const exact = entry ? null : items.find((one) => one.key === this.#typed);
    if (exact) this.#pick(exact);
  }

  #pick(item) {
    const option = this.#menu.options[this.#option]?.id;
    const why = typeof item.why === "function" ? item.why(option) : item.why;
    this.#typed = "";
    if (why) {
      this.#say(why);
      this.#draw();
      return;
    }
    const switched = this.#switched;
    this.close();
    item.pick(option, switched);
  }

  #choose(place) {
    this.#option = Math.max(0, Math.min(this.#menu.options.length - 1, place));
    this.#draw();
  }

  #turn() {
    this.#switched = !this.#switched;
    this.#draw();
  }

  #type(typed) {
    this.#typed = typed;
    this.#draw();
  }

  #draw() {
    const { title, note, options, toggle, items, entry } = this.#menu;
    at("menu-title").textContent = title;
    at("menu-note").textContent = note ?? "";
    at("entry").hidden = !entry && !this.#typed;
    at("entry").textContent = this.#typed || (entry ? "_" : "");
    at("options").replaceChildren(
      ...options.map((one, place) => {
        const arrow = place === this.#option - 1 ? "↑" : place === this.#option + 1 ? "↓" : "";
        return this.#mark(button(arrow, one.label, "", "", () => this.#choose(place)), place === this.#option);
      }),
      ...(toggle ? [this.#mark(button("Space", toggle, "", "", () => this.#turn()), this.#switched, "switch")] : []),
    );
    const many = items.length > MANY;
    at("menu").classList.toggle("many", many);
    const drawn = items.filter((one) => !many || !one.short || !one.why); // a large office's closed counters need no place
    at("items").replaceChildren(...drawn.map((one) => this.#item(one)));
  }

  #mark(made, is, kind = "choice") {
    made.classList.add(kind);
    made.setAttribute("aria-pressed", is ? "true" : "false");
    return made;
  }

  #item(item) {
    const why = typeof item.why === "function" ? item.why(this.#menu.options[this.#option]?.id) : item.why;
    const row = document.createElement("li");
    row.className = item.short ? "short" : "";
    row.append(button(item.key, item.label, item.detail, why, () => this.#pick(item)));
    return row;
  }
}
