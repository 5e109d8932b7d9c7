import assert from "node:assert/strict";
import test from "node:test";
import { Weighing } from "app/call/weighing.js";

/**
 * Looks, one each second, at a line that loses so much there and back.
 *
 * @param {{ seconds?: number, up?: number, back?: number, room?: number | null, kbps?: number }} line
 */
function weighed({ seconds = 8, up = 0, back = 0, room = 2_000_000, kbps = 800 }) {
  const weighing = new Weighing();
  for (let second = 1; second <= seconds; second += 1) {
    const sent = 100 * second;
    const came = sent * (1 - up) * (1 - back);
    weighing.look(
      [
        { type: "transport", selectedCandidatePairId: "p" },
        { type: "candidate-pair", id: "p", availableOutgoingBitrate: room ?? undefined, currentRoundTripTime: 0.04 },
        { type: "outbound-rtp", kind: "video", bytesSent: (second * kbps * 1000) / 8 },
        { type: "remote-inbound-rtp", kind: "video", fractionLost: up },
        { type: "inbound-rtp", kind: "video", packetsReceived: came, packetsLost: sent - came },
      ],
      second * 1000,
    );
  }
  return weighing.result();
}

const near = (/** @type {number | undefined} */ one, /** @type {number} */ other) =>
  assert.ok(Math.abs((one ?? Number.NaN) - other) < 0.001, `${one} is not ${other}`);

test("without a look there is no figure", () => {
  assert.equal(new Weighing().result(), null);
});

test("a good line is told as it is", () => {
  assert.deepEqual(weighed({}), { kbps: 2000, ms: 40, lost: 0 });
  assert.deepEqual(weighed({ seconds: 1 }), { kbps: 2000, ms: 40, lost: 0 });
});

test("the worse of there and back counts, and what never arrived is not blamed on the way back", () => {
  near(weighed({ up: 0.2 })?.lost, 0.2);
  near(weighed({ back: 0.3 })?.lost, 0.3);
  near(weighed({ up: 0.2, back: 0.1 })?.lost, 0.2);
  near(weighed({ up: 0.1, back: 0.2 })?.lost, 0.2);
  near(weighed({ up: 1, back: 0 })?.lost, 1);
});

test("a browser that tells nothing of the room there is is measured by what went through", () => {
  assert.equal(weighed({ room: null, kbps: 640 })?.kbps, 640);
});
