import assert from "node:assert/strict";
import test from "node:test";
import { asCount, patience, sift, spoken, titled } from "app/notices.js";
import "./catalogue.js";

const alarm = { url: "/danger/1/", text: "Nobody has seen to it" };

test("a sign-in page is not a count", () => {
  assert.equal(asCount(null), null);
  assert.equal(asCount({ detail: "sign in" }), null);
  assert.equal(asCount({ unread: "3" }), null);
});

test("a count without alarms is a count", () => {
  assert.deepEqual(asCount({ unread: 3 }), { unread: 3, alarms: [] });
});

test("an alarm without an address is left out", () => {
  assert.deepEqual(asCount({ unread: 1, alarms: [alarm, { text: "?" }, null] }), { unread: 1, alarms: [alarm] });
});

test("an alarm rings once", () => {
  const first = sift([alarm], []);
  assert.deepEqual(first.fresh, [alarm]);
  assert.deepEqual(sift([alarm], first.heard).fresh, []);
});

test("an alarm that was settled and comes back rings again", () => {
  const settled = sift([], [alarm.url]);
  assert.deepEqual(sift([alarm], settled.heard).fresh, [alarm]);
});

test("the title carries the count and loses it again", () => {
  assert.equal(titled("Board · Xinqiao", 3), "(3) Board · Xinqiao");
  assert.equal(titled("(3) Board · Xinqiao", 12), "(12) Board · Xinqiao");
  assert.equal(titled("(12) Board · Xinqiao", 0), "Board · Xinqiao");
});

test("the bell says how many", () => {
  assert.equal(spoken(0), "Notices");
  assert.equal(spoken(2), "Notices, 2 unread");
});

test("a lost socket is tried again ever more slowly, but within a minute", () => {
  assert.deepEqual([0, 1, 2, 10].map(patience), [1000, 2000, 4000, 60_000]);
});
