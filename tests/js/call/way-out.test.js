import assert from "node:assert/strict";
import test from "node:test";
import { byPhone, PATIENCE, step } from "app/call/way-out.js";

test("the telephone is offered at once where sound fails, and elsewhere when waiting has not helped", () => {
  assert.equal(byPhone("line_bad", 0), true);
  assert.equal(byPhone("peer_broken", PATIENCE - 1), false);
  assert.equal(byPhone("peer_broken", PATIENCE), true);
  assert.equal(byPhone("network_away", PATIENCE), true);
  assert.equal(byPhone("connected", 10 * PATIENCE), false);
  assert.equal(byPhone("alone", 10 * PATIENCE), false);
});

test("the step is that of the weakest line, and the last one is the telephone", () => {
  assert.equal(step("connected", ["high"], 0), -1);
  assert.equal(step("line_small", ["high", "low"], 0), 2);
  assert.equal(step("line_sound", ["sound"], 0), 3);
  assert.equal(step("line_bad", ["low"], 0), 4);
  assert.equal(step("peer_broken", ["high"], 0), -1);
  assert.equal(step("peer_broken", ["high"], PATIENCE), 4);
});
