import assert from "node:assert/strict";
import test from "node:test";

import { sift } from "app/drafting/putting-back.js";

/** @param {string} name @param {string} text @param {...string} bases */
function kept(name, text, ...bases) {
  return { person: "me", key: "request:1", name, values: [text], bases: bases.map((base) => [base]), at: 0 };
}

/** @param {Record<string, string>} fields */
function rendered(fields) {
  return new Map(Object.entries(fields).map(([name, value]) => [name, [value]]));
}

const names = (/** @type {{ name: string }[]} */ rows) => rows.map((row) => row.name);

test("what the server never got comes back", () => {
  const { safe } = sift([kept("a", "typed", "before")], rendered({ a: "before" }), new Set());
  assert.deepEqual(names(safe), ["a"]);
});

test("what the server got after all is forgotten", () => {
  const { done, safe } = sift([kept("a", "typed", "before")], rendered({ a: "typed" }), new Set());
  assert.deepEqual([names(done), names(safe)], [["a"], []]);
});

test("an earlier try of this device that did arrive is no conflict", () => {
  const { safe } = sift([kept("a", "typed more", "before", "typed")], rendered({ a: "typed" }), new Set());
  assert.deepEqual(names(safe), ["a"]);
});

test("text that this device never saw is not overwritten unasked", () => {
  const { safe, clash } = sift([kept("a", "mine", "before")], rendered({ a: "hers" }), new Set());
  assert.deepEqual([names(safe), names(clash)], [[], ["a"]]);
});

test("what was typed since the page opened is newer than anything kept", () => {
  const all = sift([kept("a", "typed", "before")], rendered({ a: "before" }), new Set(["a"]));
  assert.deepEqual([all.done, all.safe, all.clash], [[], [], []]);
});

test("a line that the form does not show yet is no conflict", () => {
  const row = { ...kept("medicines-1-name", "舍曲林"), bases: [[]] };
  assert.deepEqual(names(sift([row], new Map(), new Set()).safe), ["medicines-1-name"]);
});
