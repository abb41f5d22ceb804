// The head's reports: charts, a period of one's own, and figures of today that follow the queue.

import { draw } from "./charts.js";
import { live } from "./live.js";

const EVERY_MS = 60000;
const SOONEST_MS = 15000;
const words = document.body.dataset;
let asked = Date.now();
let asking = false;

async function refresh() {
  if (asking || document.hidden) return;
  asking = true;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const anew = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("figures");
    if (!answer.ok || !anew) return;
    document.getElementById("figures").replaceWith(document.adoptNode(anew));
    draw();
  } catch {
    // cut off: the page says so by its stream, and asks again
  } finally {
    asked = Date.now();
    asking = false;
  }
}

const custom = document.getElementById("custom");
custom?.addEventListener("submit", (event) => {
  event.preventDefault();
  const address = new URL(custom.dataset.to, location.href);
  address.searchParams.set("since", custom.elements.since.value);
  address.searchParams.set("until", custom.elements.until.value);
  location.assign(address);
});

draw();
if (words.live) {
  let seq = "";
  live((state) => {
    const now = `${state.waiting} ${state.open} ${state.overdue}`;
    const changed = seq !== "" && now !== seq;
    seq = now;
    if (changed && Date.now() - asked > SOONEST_MS) refresh();
  });
  setInterval(refresh, EVERY_MS);
}
