import assert from "node:assert/strict";
import test from "node:test";
import { DISCONNECTED_FOR, PAUSES, Recovery, SILENT_FOR } from "app/call/recovery.js";

function watched() {
  let restarts = 0;
  const recovery = new Recovery(() => {
    restarts += 1;
  });
  return { recovery, count: () => restarts };
}

test("a connection that is being made is left alone", () => {
  const { recovery, count } = watched();
  recovery.state("connecting", 0);
  recovery.look(60_000);
  recovery.network(60_000);
  assert.equal(count(), 0);
});

test("a short interruption is left alone, a longer one is not", () => {
  const { recovery, count } = watched();
  recovery.state("connected", 0);
  recovery.state("disconnected", 5000);
  recovery.look(5000 + DISCONNECTED_FOR);
  assert.equal(count(), 0);
  recovery.look(5001 + DISCONNECTED_FOR);
  assert.equal(count(), 1);
});

test("silence where sound or picture should come is a broken line", () => {
  const { recovery, count } = watched();
  recovery.state("connected", 0);
  recovery.packets(10, true, 100);
  recovery.packets(10, true, 100 + SILENT_FOR);
  assert.equal(count(), 0);
  recovery.packets(10, true, 101 + SILENT_FOR);
  assert.equal(count(), 1);
  assert.equal(recovery.silent(101 + SILENT_FOR), true);
  recovery.packets(11, true, 102 + SILENT_FOR);
  assert.equal(recovery.silent(102 + SILENT_FOR), false);
});

test("silence of somebody who has switched everything off is no broken line", () => {
  const { recovery, count } = watched();
  recovery.state("connected", 0);
  for (let at = 0; at < 20_000; at += 500) recovery.packets(10, false, at);
  assert.equal(count(), 0);
  recovery.packets(10, true, 20_000);
  recovery.packets(10, true, 20_500);
  assert.equal(count(), 0);
});

test("a dead network is not flooded: the pauses grow", () => {
  const { recovery, count } = watched();
  /** @type {number[]} */
  const restarted = [];
  recovery.state("failed", 0);
  for (let at = 0; at < 60_000; at += 500) {
    const before = count();
    recovery.look(at);
    if (count() > before) restarted.push(at);
  }
  assert.deepEqual(
    restarted.slice(1).map((at, index) => at - restarted[index]),
    [PAUSES[0], PAUSES[1], PAUSES[2], PAUSES[2]],
  );
});

test("another network is tried at once", () => {
  const { recovery, count } = watched();
  recovery.state("connected", 0);
  recovery.state("failed", 100);
  recovery.look(100);
  recovery.network(200);
  assert.equal(count(), 2);
});
