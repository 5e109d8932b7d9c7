import assert from "node:assert/strict";
import test from "node:test";
import { outcome } from "app/self-check/outcome.js";
import { place } from "app/self-check/sheet.js";

const MOOD = { least: [0, 5, 10, 15, 20], further: 10, harm: 9 };
const WORRY = { least: [0, 5, 10, 15], further: 10, harm: 0 };

/**
 * Answers to `items` questions that come to `total`; the last one stays 0 as long as it can.
 *
 * @param {number} total
 * @param {number} items
 * @returns {(number | null)[]}
 */
function answers(total, items) {
  return Array.from({ length: items }, (_, n) => Math.min(3, Math.max(0, total - 3 * n)));
}

for (let harm = 1; harm <= 3; harm++) {
  test(`item 9 answered ${harm} brings help though everything else is 0 or blank`, () => {
    const calm = [...Array(8).fill(0), harm];
    assert.deepEqual(outcome(MOOD, calm), { help: true, total: harm, missing: 0, says: "low" });
    const blank = [...Array(8).fill(null), harm];
    assert.deepEqual(outcome(MOOD, blank), { help: true, total: null, missing: 8, says: "incomplete" });
  });
}

test("with item 9 a total below 10 never gets its calm reading", () => {
  for (let rest = 0; rest + 1 < 10; rest++) {
    const given = [...answers(rest, 8), 1];
    assert.equal(outcome(MOOD, given).says, "low");
  }
});

test("with item 9 a high total keeps its reading, and help comes too", () => {
  assert.deepEqual(outcome(MOOD, [...answers(9, 8), 1]), { help: true, total: 10, missing: 0, says: "10" });
  assert.deepEqual(outcome(MOOD, answers(27, 9)), { help: true, total: 27, missing: 0, says: "20" });
});

test("item 9 answered 0, or not answered, brings no help", () => {
  assert.equal(outcome(MOOD, answers(24, 9)).help, false);
  assert.equal(outcome(MOOD, Array(9).fill(null)).help, false);
});

for (const [check, highest, items, name] of /** @type {const} */ ([
  [MOOD, 24, 9, "PHQ-9"],
  [WORRY, 21, 7, "GAD-7"],
])) {
  test(`each total of ${name} gets the reading that holds for it`, () => {
    for (let total = 0; total <= highest; total++) {
      const begins = check.least.filter((least) => least <= total).at(-1);
      assert.deepEqual(outcome(check, answers(total, items)), { help: false, total, missing: 0, says: String(begins) });
    }
  });
}

test("each band begins where it is published to begin", () => {
  const says = (/** @type {typeof MOOD} */ check, /** @type {number} */ total, /** @type {number} */ items) =>
    outcome(check, answers(total, items)).says;
  assert.deepEqual(
    [0, 4, 5, 9, 10, 14, 15, 19, 20, 24].map((total) => says(MOOD, total, 9)),
    ["0", "0", "5", "5", "10", "10", "15", "15", "20", "20"],
  );
  assert.deepEqual(
    [0, 4, 5, 9, 10, 14, 15, 21].map((total) => says(WORRY, total, 7)),
    ["0", "0", "5", "5", "10", "10", "15", "15"],
  );
});

test("up to two blanks count as 0 and are told; with three there is no total", () => {
  const blank = (/** @type {number} */ from) => answers(12, 9).map((answer, n) => (n < from ? answer : null));
  assert.deepEqual(outcome(MOOD, blank(7)), { help: false, total: 12, missing: 2, says: "10" });
  assert.deepEqual(outcome(MOOD, blank(6)), { help: false, total: null, missing: 3, says: "incomplete" });
  assert.equal(outcome(WORRY, Array(7).fill(null)).says, "incomplete");
});

test("in steps there is a way on until the last question, and a way back from the second", () => {
  assert.deepEqual(place(0, 9, true), { at: 0, back: false, next: true, finish: false });
  assert.deepEqual(place(4, 9, true), { at: 4, back: true, next: true, finish: false });
  assert.deepEqual(place(8, 9, true), { at: 8, back: true, next: false, finish: true });
});

test("nobody leaves the sheet by pressing once too often", () => {
  assert.equal(place(-1, 9, true).at, 0);
  assert.equal(place(9, 9, true).at, 8);
});

test("all at once there is only the end", () => {
  assert.deepEqual(place(3, 9, false), { at: 3, back: false, next: false, finish: true });
});
