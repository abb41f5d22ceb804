// The board of one counter: the number that is there now, or that it is free, pauses or is closed.

"use strict";

(function () {
  const NEW_MS = 8000;
  const NEWS_S = 60; // a call older than this is no news to a board that was cut off
  const AGAIN_MS = 10000;
  const words = window.Board.words;
  const at = (id) => document.getElementById(id);
  const signs = { paused: "\ue8b5", closed: "\ue88e" };
  let state = null;
  let first = true;
  let newest = 0; // a call that is uncovered again, because a step was taken back, is older
  let freshUntil = 0;

  function isNews(call) {
    return !first && Boolean(call) && call.age <= NEWS_S && call.at > newest;
  }

  function draw() {
    const away = document.body.classList.contains("is-away");
    const call = state.call;
    const fresh = window.Board.now() < freshUntil;
    at("called").hidden = away || !call;
    at("quiet").hidden = away || Boolean(call);
    if (call) {
      at("called").classList.toggle("fresh", fresh);
      at("invite").textContent = fresh ? (call.times > 1 ? words.again : words.invite) : words.serving;
      at("number").textContent = call.number;
      window.Board.squeeze(at("called"), [at("number")]);
    }
    const idle = state.status === "open" ? "free" : state.status;
    at("state").textContent = words[idle];
    at("note").textContent = words[idle + "_note"] || "";
    at("sign").textContent = signs[idle] || "";
    at("field").textContent = state.field;
    at("officer").textContent = state.officer ? words.officer + " " + state.officer : "";
    at("next").textContent = state.next && !away ? words.next : "";
    if (state.next && !away) at("next").appendChild(document.createElement("b")).textContent = state.next;
    const photo = at("photo");
    if (photo.getAttribute("src") !== state.photo) {
      photo.hidden = true;
      if (state.photo) photo.setAttribute("src", state.photo);
      else photo.removeAttribute("src");
    }
  }

  function received(heard) {
    if (heard.call && newest > heard.call.at + (heard.call.age + NEWS_S) * 1000) newest = 0; // the controller's clock was put back
    const news = isNews(heard.call);
    if (news) freshUntil = window.Board.now() + NEW_MS;
    else if (!heard.call || heard.call.at !== newest) freshUntil = 0;
    if (heard.call) newest = Math.max(newest, heard.call.at);
    first = false;
    state = heard;
    draw();
    if (news) window.Bell.ring();
  }

  at("photo").addEventListener("load", () => { at("photo").hidden = false; });
  at("photo").addEventListener("error", () => {
    const missed = at("photo").getAttribute("src");
    setTimeout(() => { if (at("photo").getAttribute("src") === missed) at("photo").removeAttribute("src"); }, AGAIN_MS); // the next state asks again
  });
  const again = () => { if (state) draw(); };
  setInterval(() => {
    if (freshUntil && window.Board.now() >= freshUntil) {
      freshUntil = 0;
      again();
    }
  }, 250);
  window.Board.begin(received, again, again);
})();
