// The head's page of suggestions: one save at a time, done exactly once; then the list is drawn anew.

import { Sender } from "./command.js";

const words = document.body.dataset;
const said = document.getElementById("said");
const sender = new Sender(words.command, {
  trouble: () => { said.textContent = words.resending; },
  settled: (text) => {
    if (text === "") {
      said.textContent = words.saved;
      location.reload();
      return;
    }
    said.textContent = text ?? words.givenUp;
  },
});

for (const row of document.querySelectorAll("article")) {
  row.querySelector("[data-save]").addEventListener("click", () => {
    if (sender.busy) return;
    said.textContent = words.sending;
    const state = row.querySelector("select").value;
    sender.send("handle", { number: row.dataset.number, state, answer: row.querySelector("textarea").value });
  });
}
