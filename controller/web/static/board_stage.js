// Which call stands on top, for how long, and which wait behind it: the rules of queue_display/core/stage.py, in a browser.
// A new call keeps the top for eight seconds whatever happens, and no call that still stands loses its turn there.

"use strict";

window.Stage = (function () {
  const TOP_MS = 8000;
  const NEWS_S = 60; // a call older than this is no news to a board that was cut off
  const STANDS_S = 12 * 3600; // calls of yesterday are not shown to today's visitors

  const same = (one, other) => Boolean(one && other) && one.visit === other.visit && one.counter === other.counter;

  function make() {
    let calls = null;
    let top = null;
    let freshUntil = 0;
    let queue = [];

    function isNews(call) {
      const known = calls.concat(queue.map((one) => one.call), top ? [top] : []);
      const latest = call.at + (call.age + NEWS_S) * 1000; // what was called later than now: the controller's clock was put back
      const later = (one) => one.at <= latest && (one.at > call.at || (one.at === call.at && same(one, call)));
      return call.age <= NEWS_S && !known.some((one) => one.counter === call.counter && later(one));
    }

    function take(call, now) {
      const waiting = queue.filter((one) => same(one.call, call))[0];
      if (waiting) {
        waiting.call = call;
      } else if (same(call, top) && !queue.length) {
        top = call;
        freshUntil = now + TOP_MS;
      } else {
        queue.push({ call, came: now });
      }
    }

    function worth(waiting, now) {
      return calls.some((one) => same(one, waiting.call)) || now - waiting.came <= NEWS_S * 1000;
    }

    // Whether a call went up that had not been there.
    function tick(now) {
      if (calls === null || (freshUntil && now < freshUntil)) return false;
      while (queue.length && !worth(queue[0], now)) queue.shift();
      freshUntil = 0;
      if (!queue.length) {
        top = calls.length ? calls[0] : null;
        return false;
      }
      top = queue.shift().call;
      freshUntil = now + TOP_MS;
      return true;
    }

    function received(list, now) {
      const standing = list.filter((one) => one.age < STANDS_S);
      const first = calls === null;
      const news = first ? [] : standing.filter(isNews).reverse();
      calls = standing;
      news.forEach((one) => take(one, now));
      const renewed = news.some((one) => one === top);
      return tick(now) || renewed;
    }

    function view() {
      const rest = (calls || []).filter((one) => !same(one, top));
      const waits = (call) => queue.some((one) => same(one.call, call) && one.call.at === call.at && one.call.times === call.times);
      const rows = rest.map((call) => ({ call, fresh: waits(call) }));
      return { top, fresh: freshUntil > 0, rows };
    }

    return { received, tick, view };
  }

  return { make };
})();
