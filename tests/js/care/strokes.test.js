import assert from "node:assert/strict";
import test from "node:test";
import { asPath, asStrokes, drawnOn, onField } from "app/care/strokes.js";

test("a point beyond the field stays on its edge", () => {
  const box = { left: 100, top: 50, width: 300, height: 100 };
  assert.deepEqual(onField(-5, 900, box), [0, 200]);
  assert.deepEqual(onField(250, 100, box), [300, 100]);
});

test("a trembling hand adds no points", () => {
  const still = drawnOn([[10, 10]], [11, 11]);
  assert.deepEqual(still, [[10, 10]]);
  assert.deepEqual(drawnOn(still, [20, 10]), [
    [10, 10],
    [20, 10],
  ]);
});

test("what is written down is read again", () => {
  const path = "M10 10L20 10L30 15M40 40";
  assert.equal(asPath(asStrokes(path)), path);
  assert.deepEqual(asStrokes(""), []);
});

test("the path is never longer than the server takes", () => {
  const stroke = /** @type {[number, number][]} */ (Array.from({ length: 800 }, (_, n) => [n % 600, n % 200]));
  assert.ok(asPath(Array(20).fill(stroke)).length <= 20_000);
});
