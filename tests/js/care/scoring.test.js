import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { score } from "app/care/scoring.js";

const vectors = JSON.parse(readFileSync(new URL("../../care/scoring_vectors.json", import.meta.url), "utf8"));

test("the browser's score is the server's", () => {
  assert.ok(vectors.length > 50);
  for (const vector of vectors) assert.deepEqual(score(vector.scale, vector.answers), vector.score);
});
