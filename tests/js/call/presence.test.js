import assert from "node:assert/strict";
import test from "node:test";
import { Roster } from "app/call/presence.js";

/** @type {(name: string, part: "host" | "guest", polite: boolean) => import("app/call/presence.js").Seat} */
const seat = (name, part, polite) => ({ seat: name, name, place: "", part, polite });
const SEATS = [seat("me", "guest", false), seat("expert", "host", true), seat("colleague", "guest", false)];

/** @param {string[]} present */
function roster(present = []) {
  const made = new Roster();
  made.welcome({ you: "me", part: "guest", seats: SEATS, present });
  return made;
}

const entered = (/** @type {string} */ page) => ({ peers: [{ seat: "expert", page }] });

test("one is not among the others, and the host comes first", () => {
  assert.deepEqual(
    roster().others.map((other) => other.seat),
    ["expert", "colleague"],
  );
});

test("whoever only looks connects to nobody", () => {
  const here = roster();
  assert.deepEqual(here.joined({ seat: "expert", page: "a" }, false), []);
  assert.deepEqual([...here.present], ["expert"]);
});

test("coming in connects to whoever is there", () => {
  assert.deepEqual(roster().entered(entered("a")), [{ do: "connect", seat: "expert", page: "a" }]);
});

test("whoever came in at the same moment is met, whoever went again is not", () => {
  const here = roster();
  here.joined({ seat: "expert", page: "a" }, false);
  here.joined({ seat: "colleague", page: "b" }, false);
  here.left({ seat: "colleague", page: "b", for_good: true });
  assert.deepEqual(here.entered({ peers: [] }), [{ do: "connect", seat: "expert", page: "a" }]);
});

test("the same tab on a new socket keeps its connection; a reload makes a new one", () => {
  const here = roster();
  here.entered(entered("a"));
  assert.deepEqual(here.joined({ seat: "expert", page: "a" }, true), [{ do: "resync", seat: "expert", page: "a" }]);
  assert.deepEqual(here.joined({ seat: "expert", page: "b" }, true), [{ do: "connect", seat: "expert", page: "b" }]);
});

test("a lost socket keeps the picture, hanging up does not", () => {
  const here = roster();
  here.entered(entered("a"));
  assert.deepEqual(here.left({ seat: "expert", page: "a", for_good: false }), []);
  assert.equal(here.present.has("expert"), false);
  assert.deepEqual(here.left({ seat: "expert", page: "a", for_good: true }), [{ do: "drop", seat: "expert" }]);
});

test("the end of an earlier tab does not end the later one", () => {
  const here = roster();
  here.entered(entered("b"));
  assert.deepEqual(here.left({ seat: "expert", page: "a", for_good: true }), []);
  assert.equal(here.present.has("expert"), true);
});

test("what a tab had switched off says nothing about the next one", () => {
  const here = roster();
  here.entered(entered("a"));
  here.show({ seat: "expert", microphone: false, camera: false, screen: false, wants: "high" });
  here.joined({ seat: "expert", page: "a" }, true);
  assert.equal(here.shows.get("expert")?.camera, false);
  here.joined({ seat: "expert", page: "b" }, true);
  assert.equal(here.shows.has("expert"), false);
});
