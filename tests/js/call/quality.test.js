import assert from "node:assert/strict";
import test from "node:test";
import { LineWatch } from "app/call/line.js";
import { Quality, worse } from "app/call/quality.js";

const SECOND = 1000;

/**
 * Statistics as a browser gives them, counted up from the start of the call.
 *
 * @param {number} second
 * @param {object} [how]
 * @param {number} [how.room] bit/s
 * @param {number} [how.lost]
 * @param {number} [how.guessed] share of the sound
 * @param {number} [how.unpacking] share of the time
 * @param {number} [how.frames] per second
 */
function rows(second, { room = 4_000_000, lost = 0, guessed = 0, unpacking = 0.1, frames = 30 } = {}) {
  return [
    { type: "candidate-pair", nominated: true, state: "succeeded", availableOutgoingBitrate: room },
    { type: "candidate-pair", nominated: false, state: "succeeded", availableOutgoingBitrate: 1 },
    { type: "remote-inbound-rtp", kind: "audio", fractionLost: lost },
    { type: "remote-inbound-rtp", kind: "video", fractionLost: lost / 2 },
    {
      type: "inbound-rtp",
      kind: "audio",
      totalSamplesReceived: 48_000 * second,
      concealedSamples: 48_000 * second * guessed + 500,
      silentConcealedSamples: 500,
    },
    { type: "inbound-rtp", kind: "video", totalDecodeTime: unpacking * second, framesDecoded: frames * second },
  ];
}

/**
 * @param {Quality} quality
 * @param {number} from
 * @param {number} to
 * @param {Parameters<typeof rows>[1]} [how]
 */
function live(quality, from, to, how) {
  for (let second = from; second < to; second += 1) quality.look(rows(second, how), second * SECOND);
}

test("the first look knows no past, the second compares", () => {
  const watch = new LineWatch();
  const first = watch.look(rows(10, { guessed: 0.5, unpacking: 2 }), 10_000);
  assert.deepEqual(first, { lost: 0, room: 4000, ms: 0, concealed: 0, busy: 0, frames: 0 });
  const next = watch.look(rows(12, { guessed: 0.5, unpacking: 2, lost: 0.3 }), 12_000);
  assert.deepEqual(next, { lost: 0.3, room: 4000, ms: 0, concealed: 0.5, busy: 2, frames: 60 });
});

test("a browser that tells nothing is a line of which nothing is known", () => {
  const watch = new LineWatch();
  watch.look([], 0);
  assert.deepEqual(watch.look([], 1000), { lost: 0, room: null, ms: 0, concealed: 0, busy: 0, frames: 0 });
});

test("sound that breaks up for long is said, and unsaid when it is whole again", () => {
  const quality = new Quality();
  live(quality, 0, 8, { guessed: 0.3 });
  assert.equal(quality.verdict, "good");
  live(quality, 8, 14, { guessed: 0.3 });
  assert.equal(quality.verdict, "bad");
  const healed = new Quality();
  live(healed, 0, 14, { guessed: 0.3 });
  healed.look(rows(14, { guessed: 0.3 }), 14_000);
  healed.look(rows(14, { guessed: 0.3 }), 15_000);
  assert.equal(healed.verdict, "good");
});

test("a narrow line: first a small picture, then sound alone, each said in its word", () => {
  const quality = new Quality();
  live(quality, 0, 6, { room: 200_000 });
  assert.deepEqual([quality.rung, quality.verdict], ["low", "small"]);
  live(quality, 6, 12, { room: 50_000 });
  assert.deepEqual([quality.rung, quality.verdict], ["sound", "sound"]);
});

test("a small picture because the other's device can take no more is no fault of the line", () => {
  const quality = new Quality();
  quality.wish = "low";
  live(quality, 0, 3);
  assert.deepEqual([quality.rung, quality.verdict], ["low", "good"]);
});

test("a device that cannot keep up asks for less, step by step, never for no picture, and later for more", () => {
  const quality = new Quality();
  live(quality, 0, 7, { unpacking: 1 });
  assert.equal(quality.appetite, "middle");
  live(quality, 7, 40, { unpacking: 1 });
  assert.equal(quality.appetite, "low");
  live(quality, 40, 120, { unpacking: 1 });
  assert.equal(quality.appetite, "low");
  const at = 120 * SECOND;
  for (let second = 0; second < 60; second += 1) quality.look(rows(120, { unpacking: 1 }), at + second * SECOND);
  assert.equal(quality.appetite, "high");
});

test("their picture stands still when no frame comes, and moves again with the next", () => {
  const quality = new Quality();
  live(quality, 0, 3);
  for (let second = 3; second < 7; second += 1) quality.look(rows(2), second * SECOND);
  assert.equal(quality.still, true);
  quality.look(rows(8), 8000);
  assert.equal(quality.still, false);
});

test("the worst of a minute is told once, and the next minute begins anew", () => {
  const quality = new Quality();
  live(quality, 0, 10, { room: 200_000, lost: 0.1 });
  live(quality, 10, 20, { lost: 0.02 });
  const worst = quality.takeWorst();
  assert.deepEqual([worst?.lost, worst?.kbps, worst?.rung], [0.1, 200, "low"]);
  assert.equal(quality.takeWorst(), null);
  live(quality, 20, 40);
  assert.equal(quality.takeWorst()?.lost, 0);
  const unknown = { lost: 0, concealed: 0.2, kbps: null, rung: /** @type {const} */ ("high") };
  assert.deepEqual(worse(unknown, { ...unknown, kbps: 5, concealed: 0 }), { ...unknown, kbps: 5 });
  assert.equal(worse(unknown, unknown).kbps, null);
});
