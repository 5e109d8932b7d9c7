import assert from "node:assert/strict";
import test from "node:test";
import { browserOf, constraints, gone, problem, remember, remembered, sorted } from "app/call/devices.js";
import { loudness } from "app/call/level.js";
import { redFirst } from "app/call/peer.js";
import { digest } from "app/call/stats.js";

/** @returns {any} */
const device = (/** @type {string} */ kind, /** @type {string} */ deviceId, label = deviceId) => ({
  kind,
  deviceId,
  label,
});

class Storage {
  kept = new Map();
  getItem = (/** @type {string} */ key) => this.kept.get(key) ?? null;
  setItem = (/** @type {string} */ key, /** @type {string} */ value) => this.kept.set(key, value);
}

test("before permission there are no devices to choose from", () => {
  assert.deepEqual(sorted([device("videoinput", "", "")]).camera, []);
});

test("devices are sorted by what they are for", () => {
  const devices = sorted([device("audiooutput", "s"), device("videoinput", "c"), device("audioinput", "m")]);
  assert.deepEqual([devices.camera[0].id, devices.microphone[0].id, devices.speaker[0].id], ["c", "m", "s"]);
});

test("what was unplugged is found by comparing", () => {
  const before = sorted([device("videoinput", "a"), device("audioinput", "m")]);
  assert.deepEqual(gone(before, sorted([device("videoinput", "a")])), [
    { kind: "microphone", device: { id: "m", label: "m" } },
  ]);
});

test("only ids are remembered, and rubbish is forgotten", () => {
  const storage = new Storage();
  remember(storage, "camera", "abc");
  remember(storage, "speaker", "xyz");
  assert.deepEqual(remembered(storage), { camera: "abc", speaker: "xyz" });
  assert.doesNotMatch([...storage.kept.values()].join(), /label/);
  for (const rubbish of ["{", "null", "[]", '{"camera":1,"other":"x"}']) {
    storage.setItem([...storage.kept.keys()][0], rubbish);
    assert.deepEqual(remembered(storage), {});
  }
});

test("a browser that keeps nothing is no obstacle", () => {
  const refusing = {
    getItem: () => {
      throw new Error("no");
    },
    setItem: () => {
      throw new Error("no");
    },
  };
  remember(refusing, "camera", "abc");
  assert.deepEqual(remembered(refusing), {});
});

test("a remembered device is a wish, a chosen one a demand", () => {
  assert.deepEqual(/** @type {any} */ (constraints("camera", "abc").video).deviceId, { ideal: "abc" });
  assert.deepEqual(/** @type {any} */ (constraints("microphone", "abc", true).audio).deviceId, { exact: "abc" });
});

test("what getUserMedia throws is told apart", () => {
  const thrown = (/** @type {string} */ name) => problem(Object.assign(new Error(name), { name }));
  assert.deepEqual(["NotAllowedError", "NotFoundError", "NotReadableError"].map(thrown), [
    "refused",
    "missing",
    "busy",
  ]);
});

test("Edge is not Chrome, and Chrome is not Safari", () => {
  assert.equal(browserOf("Chrome/130 Safari/537 Edg/130"), "edge");
  assert.equal(browserOf("Chrome/130 Safari/537"), "chrome");
});

test("redundant sound comes first and nothing is lost", () => {
  const codecs = ["audio/opus", "audio/red", "audio/PCMU"].map((mimeType) => ({ mimeType }));
  assert.deepEqual(
    redFirst(codecs).map((codec) => codec.mimeType),
    ["audio/red", "audio/opus", "audio/PCMU"],
  );
});

test("silence is nothing, a loud voice is nearly everything", () => {
  assert.equal(loudness(new Float32Array(64)), 0);
  assert.equal(loudness([0.001, -0.001]), 0);
  assert.ok(loudness([0.3, -0.3]) > 80);
});

test("figures of a connection are found among the rows, and nought where there are none", () => {
  assert.equal(digest([]).framesDecoded, 0);
  const figures = digest([
    { id: "v", type: "inbound-rtp", kind: "video", framesDecoded: 7, frameWidth: 640, frameHeight: 480 },
    { id: "t", type: "transport", selectedCandidatePairId: "p" },
    { id: "p", type: "candidate-pair", localCandidateId: "l", remoteCandidateId: "r", bytesReceived: 9, bytesSent: 8 },
    { id: "l", type: "local-candidate", candidateType: "host" },
    { id: "r", type: "remote-candidate", candidateType: "relay" },
  ]);
  assert.deepEqual(
    [figures.framesDecoded, figures.frameWidth, figures.pair, figures.bytesSent],
    [7, 640, "host/relay", 8],
  );
});
