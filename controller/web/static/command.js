// Sends one command at a time, with one id for as long as it takes, so that it is done exactly once.
// What is not answered yet outlives a reload of the page.

const ANSWER_MS = 4000;
const RETRY_MS = 1000;
const SIGNED_OUT = 401; // the form stands at this address now
const GIVE_UP_MS = 120000; // the clerk has looked elsewhere since; an old wish must not call anybody

// crypto.randomUUID exists on https and localhost only.
export function freshId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Calls on.trouble() when it has to send again and on.settled(text, answer) at the end, text "" for done, null for
// given up.
export class Sender {
  #path;
  #on;
  #pending = null;
  #timer = 0;
  #flying = false;

  constructor(path, on) {
    this.#path = path;
    this.#on = on;
    document.addEventListener("reconnected", () => this.#again());
    this.#pending = JSON.parse(sessionStorage.getItem(path) ?? "null");
    if (this.#pending) this.#attempt();
  }

  get busy() {
    return this.#pending !== null;
  }

  send(command, fields = {}) {
    if (this.busy) return;
    this.#pending = { body: JSON.stringify({ request: freshId(), command, ...fields }), since: Date.now() };
    sessionStorage.setItem(this.#path, JSON.stringify(this.#pending));
    this.#attempt();
  }

  #again() {
    clearTimeout(this.#timer);
    if (this.busy && !this.#flying) this.#attempt();
  }

  async #attempt() {
    if (Date.now() - this.#pending.since > GIVE_UP_MS) {
      this.#settle(null);
      return;
    }
    const answer = await this.#ask(this.#pending.body);
    if (answer !== undefined) {
      this.#settle(answer.text, answer);
      return;
    }
    this.#on.trouble();
    this.#timer = setTimeout(() => this.#again(), RETRY_MS);
  }

  // The whole answer, or undefined where there is no answer yet.
  async #ask(body) {
    const cut = new AbortController();
    const limit = setTimeout(() => cut.abort(), ANSWER_MS);
    this.#flying = true;
    try {
      const headers = { "Content-Type": "application/json" };
      const answer = await fetch(this.#path, { method: "POST", headers, body, signal: cut.signal });
      return answer.status < 500 ? await answer.json() : undefined;
    } catch {
      return undefined;
    } finally {
      clearTimeout(limit);
      this.#flying = false;
    }
  }

  #settle(text, answer) {
    this.#pending = null;
    sessionStorage.removeItem(this.#path);
    this.#on.settled(text, answer);
  }
}
