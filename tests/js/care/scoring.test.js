import assert from "node:assert/strict";
import test from "node:test";
import { score } from "app/care/scoring.js";
import vectors from "../../care/scoring_vectors.json" with { type: "json" };

test("the browser's score is the server's", () => {
  assert.ok(vectors.length > 50);
  for (const { scale, answers, score: wanted } of vectors) {
    const bands = /** @type {[number, string][]} */ (scale.bands);
    assert.deepEqual(score({ ...scale, bands }, answers), wanted);
  }
});
