import assert from "node:assert/strict";
import test from "node:test";
import { nextLook, read } from "app/deadline-words.js";
import table from "../frontend/deadlines.json" with { type: "json" };
import "./catalogue.js";

const now = Date.parse(table.now);

for (const row of table.clocks) {
  test(`a clock says "${row.words}" as the server does`, () => {
    const began = row.began ? Date.parse(row.began) : null;
    const reading = read({ due: Date.parse(row.due), began, resting: Boolean(row.resting) }, now);
    assert.deepEqual(reading, { words: row.words, state: row.state, left: row.left });
  });
}

test("a clock that stands is not looked at again", () => {
  assert.equal(nextLook({ due: now + 60_000, began: null, resting: true }, now), null);
});

test("a clock is looked at every ten seconds near its hour and once a minute otherwise", () => {
  const look = (/** @type {number} */ minutes) =>
    nextLook({ due: now + minutes * 60_000, began: null, resting: false }, now);
  assert.deepEqual([look(9), look(-9), look(11), look(-11)], [10_000, 10_000, 60_000, 60_000]);
});
