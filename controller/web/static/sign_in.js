// The form that asks for an officer; once the answer is yes, the same address shows the page itself.

import { freshId } from "./command.js";

const words = document.body.dataset;
const form = document.querySelector("form");
const said = document.getElementById("said");
let flying = false;

async function ask() {
  const body = JSON.stringify({
    request: freshId(),
    officer: form.elements.officer.value,
    password: form.elements.password.value,
    counter: words.counter ? Number(words.counter) : null,
  });
  const answer = await fetch(words.signIn, { method: "POST", headers: { "Content-Type": "application/json" }, body });
  return answer.json();
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (flying) return;
  flying = true;
  said.textContent = words.checking;
  try {
    const answer = await ask();
    if (answer.accepted) {
      sessionStorage.clear(); // what another officer's page could not send any more
      location.reload();
      return;
    }
    said.textContent = answer.text;
    form.elements.password.select();
  } catch {
    said.textContent = words.failed;
  }
  flying = false;
});
