import assert from "node:assert/strict";
import test from "node:test";
import { carried, DOWN_AFTER, encoding, Ladder, LONGEST_WAIT, NEEDS, RUNGS, UP_AFTER } from "app/call/ladder.js";

const SECOND = 1000;

/** @typedef {import("app/call/ladder.js").Rung} Rung */
/** @typedef {import("app/call/ladder.js").Line} Line */

/**
 * Lets a second pass at a time; gives the rungs it stood on.
 *
 * @param {Ladder} ladder
 * @param {Line | ((rung: Rung) => Line)} line
 * @param {{ from: number, seconds: number }} time
 */
function live(ladder, line, { from, seconds }) {
  /** @type {Rung[]} */
  const stood = [];
  for (let second = 1; second <= seconds; second += 1) {
    ladder.look(typeof line === "function" ? line(ladder.rung) : line, from + second * SECOND);
    stood.push(ladder.rung);
  }
  return stood;
}

/**
 * A link of so many kbit/s as a browser sees it: its estimate grows only a little beyond what it sends.
 *
 * @param {number} kbps
 * @returns {(rung: Rung) => Line}
 */
const narrow = (kbps) => (rung) => ({
  lost: 0,
  room: Math.min(kbps, { sound: 70, low: 300, middle: 830, high: 4000 }[rung]),
});

test("a good line carries the whole picture, and so does one of which nothing is known yet", () => {
  const ladder = new Ladder();
  assert.deepEqual(new Set(live(ladder, { lost: 0, room: null }, { from: 0, seconds: 30 })), new Set(["high"]));
  assert.deepEqual(new Set(live(ladder, { lost: 0.1, room: 3000 }, { from: 30_000, seconds: 30 })), new Set(["high"]));
});

test("a dip of a moment changes nothing", () => {
  const ladder = new Ladder();
  live(ladder, { lost: 0, room: 90 }, { from: 0, seconds: 2 });
  assert.equal(ladder.rung, "high");
  live(ladder, { lost: 0, room: 900 }, { from: 2000, seconds: 1 });
  live(ladder, { lost: 0, room: 90 }, { from: 3000, seconds: 2 });
  assert.equal(ladder.rung, "high");
});

test("a narrow line falls to what it carries within a few seconds, and stays there", () => {
  const ladder = new Ladder();
  const stood = live(ladder, narrow(300), { from: 0, seconds: 60 });
  assert.equal(stood.indexOf("middle"), DOWN_AFTER / SECOND);
  assert.deepEqual(new Set(stood.slice(4)), new Set(["middle"]));
});

test("random loss makes the picture small, and only when every third packet is gone is it taken away", () => {
  assert.equal(carried({ lost: 0.1, room: 3000 }, "high"), "high");
  assert.equal(carried({ lost: 0.2, room: 3000 }, "high"), "low");
  assert.equal(carried({ lost: 0.2, room: 60 }, "low"), "sound");
  assert.equal(carried({ lost: 0.4, room: 3000 }, "high"), "sound");
});

test("after healing the picture is back within ten seconds, whatever was tried before", () => {
  const ladder = new Ladder();
  live(ladder, narrow(60), { from: 0, seconds: 120 });
  const began = 120_000;
  const stood = live(ladder, narrow(5000), { from: began, seconds: 20 });
  assert.ok(stood.slice(0, 10).some((rung) => rung !== "sound"));
  assert.equal(stood.at(-1), "high");
});

test("a line that carries no more than sound is tried ever more rarely, but never given up", () => {
  const ladder = new Ladder();
  const stood = live(ladder, narrow(60), { from: 0, seconds: 200 });
  const trials = stood.filter((rung, at) => rung === "low" && stood[at - 1] === "sound").length;
  assert.ok(trials >= 200_000 / (LONGEST_WAIT + DOWN_AFTER + 2 * SECOND) - 2, `${trials}`);
  assert.ok(trials <= 200_000 / (UP_AFTER + DOWN_AFTER), `${trials}`);
});

test("the other's device is never sent more than it can take, and what it can take is sent again", () => {
  const ladder = new Ladder();
  ladder.wish = "low";
  assert.equal(live(ladder, { lost: 0, room: 4000 }, { from: 0, seconds: 1 }).at(-1), "low");
  assert.equal(live(ladder, { lost: 0, room: 4000 }, { from: 1000, seconds: 60 }).at(-1), "low");
  ladder.wish = "high";
  assert.equal(live(ladder, { lost: 0, room: 4000 }, { from: 61_000, seconds: 8 }).at(-1), "high");
});

test("whatever the line does: one step up at a time, never beyond what was wished, never without a reason", () => {
  let seed = 7;
  const chance = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  for (let round = 0; round < 200; round += 1) {
    const ladder = new Ladder();
    /** @type {Line} */
    let line = { lost: 0, room: 1000 };
    for (let second = 1; second < 120; second += 1) {
      if (chance() < 0.2)
        line = { lost: chance() < 0.5 ? 0 : chance() * 0.6, room: chance() < 0.1 ? null : chance() * 4000 };
      if (chance() < 0.05) ladder.wish = RUNGS[1 + Math.floor(chance() * 3)];
      const before = RUNGS.indexOf(ladder.rung);
      const moved = ladder.look(line, second * SECOND);
      const after = RUNGS.indexOf(ladder.rung);
      assert.equal(moved, before !== after);
      assert.ok(after - before <= 1);
      assert.ok(after <= RUNGS.indexOf(ladder.wish));
      if (after > before) assert.ok(line.room === null || NEEDS[ladder.rung] <= line.room || ladder.rung === "low");
    }
  }
});

test("where the way out is shared, no more than the middle is sent, until it is one's own again", () => {
  const ladder = new Ladder();
  ladder.ceiling = "middle";
  assert.deepEqual(new Set(live(ladder, { lost: 0, room: 4000 }, { from: 0, seconds: 30 })), new Set(["middle"]));
  ladder.ceiling = "high";
  const stood = live(ladder, { lost: 0, room: 4000 }, { from: 30 * SECOND, seconds: 10 });
  assert.equal(stood[0], "middle");
  assert.equal(stood.at(-1), "high");
});

test("a face grows smaller, a screen stays sharp and moves less", () => {
  assert.deepEqual(encoding("middle", false), {
    active: true,
    maxBitrate: 500_000,
    scaleResolutionDownBy: 2,
    maxFramerate: 30,
  });
  assert.deepEqual(encoding("middle", true), {
    active: true,
    maxBitrate: 500_000,
    scaleResolutionDownBy: 1,
    maxFramerate: 5,
  });
  assert.deepEqual(encoding("sound", true), { active: false });
});
