// The hall's board: the last call very large, those before it below, and how many wait in each line.

"use strict";

(function () {
  const words = window.Board.words;
  const stage = window.Stage.make();
  const at = (id) => document.getElementById(id);
  const cells = at("cells");
  const fields = at("fields");
  const narrow = document.body.classList.contains("many");
  let state = null;
  let shown = "";

  function part(kind, className, text) {
    const one = document.createElement(kind);
    one.className = className;
    one.textContent = text;
    return one;
  }

  function cell(row) {
    const one = part("div", row.fresh ? "cell fresh" : "cell", "");
    one.appendChild(part("b", "", row.call.number));
    one.appendChild(part("span", "", row.fresh && !narrow ? words.counter : words.row_counter));
    one.appendChild(part("b", "", String(row.call.counter)));
    return one;
  }

  function field(row) {
    const one = part("div", row.waiting ? "field" : "field none", "");
    one.appendChild(part("b", "prefix", row.prefix));
    const about = part("div", "about", "");
    about.appendChild(part("p", "", row.name));
    about.appendChild(part("p", "wait", row.wait));
    one.appendChild(about);
    one.appendChild(part("b", "count", String(row.waiting)));
    return one;
  }

  function refill(room, rows) {
    while (room.firstChild) room.removeChild(room.firstChild);
    rows.forEach((one) => room.appendChild(one));
  }

  // As many lines as there is room for; where that is not all, those where most people wait.
  function drawFields() {
    let rows = state.fields.slice();
    refill(fields, rows.map(field));
    while (rows.length && fields.scrollHeight > fields.clientHeight + 1) {
      let least = 0;
      rows.forEach((one, place) => { if (one.waiting <= rows[least].waiting) least = place; });
      rows.splice(least, 1);
      fields.removeChild(fields.children[least]);
    }
  }

  function drawCalls(view) {
    const away = document.body.classList.contains("is-away");
    const top = away ? null : view.top;
    at("called").hidden = !top;
    at("quiet").hidden = away || Boolean(top);
    if (top) {
      at("called").classList.toggle("fresh", view.fresh);
      at("invite").textContent = view.fresh ? (top.times > 1 ? words.again : words.invite) : words.last;
      at("to").textContent = view.fresh ? words.counter : words.at_counter;
      at("number").textContent = top.number;
      at("counter").textContent = String(top.counter);
      window.Board.squeeze(at("called"), [at("number"), at("counter")]);
    }
    const rows = away && view.top ? [{ call: view.top, fresh: false }].concat(view.rows) : view.rows;
    refill(cells, rows.map(cell));
    while (cells.children.length && cells.scrollHeight > cells.clientHeight + 1) cells.removeChild(cells.lastChild);
  }

  function drawBanner() {
    document.body.classList.toggle("has-message", Boolean(state.message));
    document.body.classList.toggle("urgent", Boolean(state.urgent));
    at("message").textContent = state.urgent ? words.emergency + ": " + state.message : state.message;
    at("clock").textContent = state.clock;
  }

  function draw(force) {
    const view = stage.view();
    const now = JSON.stringify([view, state.fields, state.message, state.urgent, state.clock]).replace(/"age":[^,}]*/g, "");
    if (now === shown && !force) return; // nothing moves unless something happened
    shown = now;
    drawBanner();
    drawCalls(view);
    drawFields();
  }

  function received(heard) {
    state = heard;
    if (stage.received(heard.calls, window.Board.now())) window.Bell.ring();
    draw(false);
  }

  setInterval(() => {
    if (!state) return;
    const goesUp = stage.tick(window.Board.now());
    if (goesUp && !document.body.classList.contains("is-away")) window.Bell.ring(); // nothing is to be seen of it then
    draw(false);
  }, 250);
  const again = () => { if (state) draw(true); };
  window.Board.begin(received, again, again);
  if (document.fonts && document.fonts.ready) document.fonts.ready.then(again);
})();
