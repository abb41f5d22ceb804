// Rating on a citizen's own phone. Plain script: old phones know no modules. One press has one id for as long as it takes.
(function () {
  "use strict";
  var part = document.getElementById("rate");
  if (!part || !window.XMLHttpRequest) return;
  var faces = document.getElementById("rate-faces");
  var why = document.getElementById("rate-why");
  var said = document.getElementById("rate-said");
  var unhappy = { not_satisfied: true, very_unsatisfied: true };
  var asked = false;
  var done = false;
  var busy = false;
  var score = "";

  function say(text) { said.textContent = text; }

  function end(text) {
    done = true;
    faces.hidden = true;
    if (why) why.hidden = true;
    say(text);
  }

  function ask(method, body, answered, failed) {
    var call = new XMLHttpRequest();
    call.open(method, part.getAttribute("data-path"));
    call.timeout = 8000;
    if (body) call.setRequestHeader("Content-Type", "application/json");
    call.onload = function () {
      var answer = null;
      try { answer = JSON.parse(call.responseText); } catch (_) { answer = null; }
      if (answer && call.status < 500) answered(answer); else failed();
    };
    call.onerror = call.ontimeout = failed;
    call.send(body);
  }

  function look() {
    if (document.body.getAttribute("data-stage") !== "finished") {
      part.hidden = true;
      asked = false;
      return;
    }
    if (asked || done) { part.hidden = false; return; }
    asked = true;
    ask("GET", null, function (answer) {
      part.hidden = false;
      if (!answer.open) end(answer.text);
    }, function () { asked = false; setTimeout(look, 5000); });
  }

  function freshId() {
    var id = "";
    var some = window.crypto && crypto.getRandomValues ? crypto.getRandomValues(new Uint8Array(16)) : null;
    for (var i = 0; i < 16; i += 1) id += (256 + (some ? some[i] : Math.floor(Math.random() * 256))).toString(16).slice(1);
    return id;
  }

  function send(reasons) {
    if (busy) return;
    busy = true;
    say(part.getAttribute("data-sending"));
    attempt(JSON.stringify({
      request: freshId(), score: score, scale: Number(part.getAttribute("data-scale")), reasons: reasons
    }), 0);
  }

  function attempt(body, tries) {
    ask("POST", body, function (answer) { end(answer.text); }, function () {
      if (tries === 2) say(part.getAttribute("data-failed"));
      setTimeout(function () { attempt(body, tries + 1); }, 2000);
    });
  }

  faces.onclick = function (event) {
    var button = event.target;
    while (button && button !== faces && button.tagName !== "BUTTON") button = button.parentNode;
    if (!button || button === faces || busy) return;
    score = button.value;
    if (unhappy[score] && why) {
      faces.hidden = true;
      why.hidden = false;
    } else {
      send([]);
    }
  };
  if (why) {
    document.getElementById("rate-again").onclick = function () {
      if (busy) return;
      why.hidden = true;
      faces.hidden = false;
    };
    document.getElementById("rate-send").onclick = function () {
      var chosen = [];
      var boxes = why.getElementsByTagName("input");
      for (var i = 0; i < boxes.length; i += 1) if (boxes[i].checked) chosen.push(boxes[i].value);
      send(chosen);
    };
  }
  if (window.MutationObserver) {
    new MutationObserver(look).observe(document.body, { attributes: true, attributeFilter: ["data-stage"] });
  }
  look();
})();
