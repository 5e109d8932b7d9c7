import assert from "node:assert/strict";
import test from "node:test";

import { EXPIRED, LONGEST, patience, QUIET, Queue, same, TEXT_LIMIT } from "app/drafting/queue.js";

/** Numbers that look random and are the same every time. @param {number} seed */
function dice(seed) {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

test("nothing is sent where nothing was typed", () => {
  const queue = new Queue(3);
  assert.equal(queue.wait(0), null);
  assert.equal(queue.take(), null);
});

test("a save waits until the keyboard rests", () => {
  const queue = new Queue(3);
  queue.change({ question: ["W"] }, 100);
  assert.equal(queue.wait(100), QUIET);
  queue.change({ question: ["Wh"] }, 500);
  assert.equal(queue.wait(600), QUIET - 100);
});

test("somebody who never rests is saved after five seconds", () => {
  const queue = new Queue(3);
  for (let at = 0; at < LONGEST; at += 400) queue.change({ question: [`${at}`] }, at);
  assert.equal(queue.wait(LONGEST - 10), 10);
});

test("a chosen answer does not wait", () => {
  const queue = new Queue(3);
  queue.change({ plan: ["yes"] }, 100);
  queue.urge();
  assert.equal(queue.wait(100), 0);
});

test("a batch carries the version the page began from and only what changed", () => {
  const queue = new Queue(3, new Map([["began", ["in May"]]]));
  queue.change({ question: ["Why?"] }, 0);
  assert.deepEqual(queue.take(), { began_from: 3, fields: { question: ["Why?"] } });
});

test("one batch is in flight at a time; the next carries what changed since", () => {
  const queue = new Queue(0);
  queue.change({ a: ["1"], b: ["1"] }, 0);
  queue.take();
  queue.change({ b: ["2"] }, 10);
  assert.equal(queue.wait(99_999), null);
  assert.equal(queue.take(), null);
  assert.deepEqual(queue.confirm(1), ["a"]); // b was typed again and is not safe yet
  assert.deepEqual(queue.take(), { began_from: 1, fields: { b: ["2"] } });
  assert.deepEqual(queue.confirm(2), ["b"]);
  assert.equal(queue.pending.size, 0);
});

test("a failed batch is dirty again, but never over something newer", () => {
  const queue = new Queue(0);
  queue.change({ a: ["old"], b: ["1"] }, 0);
  queue.take();
  queue.change({ a: ["new"] }, 10);
  queue.fail(20, 0.5);
  assert.equal(queue.standing, "offline");
  assert.deepEqual(Object.fromEntries(queue.pending), { a: ["new"], b: ["1"] });
  assert.equal(queue.wait(20), 1000);
});

test("failures are spaced out, with a limit and with jitter, and typing does not shorten it", () => {
  assert.deepEqual(
    [1, 2, 3].map((n) => patience(n, 0.5)),
    [1000, 2000, 4000],
  );
  assert.equal(patience(50, 0.5), 30_000);
  assert.ok(patience(50, 0) < patience(50, 0.999));
  const queue = new Queue(0);
  queue.change({ a: ["1"] }, 0);
  queue.take();
  queue.fail(0, 0.5);
  queue.change({ a: ["2"] }, 100);
  queue.urge();
  assert.equal(queue.wait(100), 900);
  queue.again(); // the network is back
  assert.equal(queue.wait(100), 0);
});

test("a session that has ended is asked about again, even where nothing waits", () => {
  const queue = new Queue(0);
  queue.expire(0);
  assert.equal(queue.wait(1000), EXPIRED - 1000);
  queue.change({ a: ["1"] }, 2000);
  queue.urge();
  assert.equal(queue.wait(2000), EXPIRED - 2000);
  queue.resume();
  assert.deepEqual(queue.take()?.fields, { a: ["1"] });
});

test("what the server refuses is kept and waits for a change", () => {
  const queue = new Queue(0);
  queue.change({ a: ["1"] }, 0);
  queue.take();
  queue.refuse();
  assert.equal(queue.wait(99_999), null);
  assert.equal(queue.pending.size, 1);
  queue.change({ a: ["2"] }, 10);
  assert.equal(queue.wait(10), QUIET);
});

test("a text too long for the server holds up nothing but itself", () => {
  const queue = new Queue(0);
  queue.change({ long: ["x".repeat(TEXT_LIMIT + 1)], short: ["y"] }, 0);
  assert.deepEqual(queue.oversize, ["long"]);
  assert.deepEqual(queue.take()?.fields, { short: ["y"] });
  queue.confirm(1);
  assert.equal(queue.wait(99_999), null);
  queue.change({ long: ["x"] }, 100_000);
  assert.equal(queue.wait(100_000), QUIET);
});

test("where saving has ended nothing is sent and nothing is forgotten", () => {
  const queue = new Queue(0);
  queue.change({ a: ["1"] }, 0);
  queue.take();
  queue.stop();
  queue.change({ b: ["1"] }, 10);
  queue.again();
  queue.resume();
  assert.equal(queue.wait(10), null);
  assert.equal(queue.take(), null);
  assert.equal(queue.pending.size, 2);
});

test("a lost answer leaves two things the server may hold", () => {
  const queue = new Queue(0, new Map([["a", ["0"]]]));
  queue.change({ a: ["1"] }, 0);
  assert.deepEqual(queue.bases("a"), [["0"]]);
  queue.take();
  queue.change({ a: ["2"] }, 10);
  assert.deepEqual(queue.bases("a"), [["0"], ["1"]]);
  queue.fail(20, 0);
  assert.deepEqual(queue.bases("a"), [["0"], ["1"]]);
  queue.take();
  queue.confirm(4);
  assert.deepEqual(queue.bases("a"), [["2"]]);
});

test("what another tab wrote is learnt, except where somebody writes here", () => {
  const queue = new Queue(
    1,
    new Map([
      ["a", ["0"]],
      ["b", ["0"]],
      ["c", ["0"]],
    ]),
  );
  queue.change({ a: ["mine"] }, 0);
  assert.deepEqual(queue.learn(5, { a: ["theirs"], b: ["theirs"], c: ["0"] }), { b: ["theirs"] });
  assert.deepEqual(queue.take(), { began_from: 5, fields: { a: ["mine"] } });
});

test("line ends make no difference", () => {
  assert.ok(same(["a\r\nb"], ["a\nb"]));
  assert.ok(same([], undefined));
  assert.ok(!same([""], []));
});

test("whatever happens in whatever order, the server ends with the last text of every field", () => {
  for (let seed = 1; seed <= 300; seed += 1) {
    const random = dice(seed);
    const pick = (/** @type {number} */ n) => Math.floor(random() * n);
    const queue = new Queue(0);
    const form = /** @type {Record<string, string[]>} */ ({});
    const server = /** @type {Record<string, string[]>} */ ({});
    const kept = new Map(); // what the device would hold
    let flying = /** @type {import("app/drafting/queue.js").Batch | null} */ (null);
    let version = 0;
    let at = 0;
    const arrive = () => {
      Object.assign(server, flying?.fields);
      version += 1;
    };
    const steps = [
      () => {
        const name = "abcd"[pick(4)];
        form[name] = [`${seed}-${at}`];
        queue.change({ [name]: form[name] }, at);
        kept.set(name, form[name]);
      },
      () => queue.urge(),
      () => queue.again(),
      () => {
        const wait = queue.wait(at);
        if (wait === null || wait > 0 || queue.standing === "expired") return;
        assert.equal(flying, null, "one at a time");
        flying = queue.take();
      },
      () => {
        if (!flying) return;
        const fate = pick(4);
        if (fate === 0) arrive();
        if (fate < 2)
          queue.fail(at, random()); // never arrived, or its answer did not
        else if (fate === 2) queue.expire(at);
        else {
          arrive();
          for (const name of queue.confirm(version)) kept.delete(name);
        }
        flying = null;
      },
      () => queue.standing === "expired" && queue.resume(),
    ];
    for (let step = 0; step < 200; step += 1) {
      at += pick(1500);
      steps[pick(steps.length)]();
      assert.deepEqual(new Map([...queue.pending].sort()), new Map([...kept].sort()), "the device holds what waits");
    }
    if (flying) queue.fail(at, 0);
    queue.resume();
    flying = queue.take();
    arrive();
    assert.deepEqual(server, form, `seed ${seed}`);
  }
});
