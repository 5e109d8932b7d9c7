import assert from "node:assert/strict";
import test from "node:test";
import "../catalogue.js";
import { deviceName, deviceWords, help } from "app/call/device-words.js";
import { situation } from "app/call/situation.js";
import { refusal, untilOpen, wordsOf } from "app/call/words.js";

/** @type {import("app/call/situation.js").Facts} */
const LOBBY = {
  stage: "lobby",
  over: "",
  part: "guest",
  standing: "outside",
  open: true,
  known: true,
  failed: false,
  up: true,
  hostPresent: true,
  withdrawn: false,
  peers: [],
};
/** @type {import("app/call/situation.js").Facts} */
const IN = { ...LOBBY, stage: "in", standing: "admitted" };
/**
 * @param {"connecting" | "connected" | "broken"} state
 * @param {import("app/call/quality.js").Verdict} [line]
 */
const peer = (state, line = "good") => ({ state, signalling: true, line });
const KNOWN = {
  host: "顾明远",
  other: "顾明远",
  met: true,
  hosts: false,
  when: "09:30",
  until: "in 5 min",
  hostPresent: true,
};

/** @type {[string, Partial<import("app/call/situation.js").Facts>][]} */
const OUTSIDE = [
  ["opening", { known: false, up: false }],
  ["opening", { known: false }],
  ["unreachable", { known: false, up: false, failed: true }],
  ["unreachable", { up: false }],
  ["early", { open: false }],
  ["early", { open: false, part: "host" }],
  ["knock", {}],
  ["knock", { hostPresent: false }],
  ["ready", { part: "host", standing: "admitted" }],
  ["ready", { standing: "admitted" }],
  ["knocking", { standing: "knocking" }],
  ["knocking_alone", { standing: "knocking", hostPresent: false }],
  ["turned_away", { standing: "turned_away" }],
];
/** @type {[string, Partial<import("app/call/situation.js").Facts>][]} */
const INSIDE = [
  ["alone", {}],
  ["connecting", { peers: [peer("connecting")] }],
  ["connected", { peers: [peer("connected")] }],
  ["connected", { peers: [peer("connecting"), peer("connected")] }],
  ["peer_broken", { peers: [peer("broken"), peer("connected")] }],
  ["line_small", { peers: [peer("connected", "small")] }],
  ["line_sound", { peers: [peer("connected", "sound"), peer("connected", "small")] }],
  ["line_bad", { peers: [peer("connected", "bad"), peer("connected")] }],
  ["peer_broken", { peers: [peer("broken")] }],
  ["signalling_away", { up: false, peers: [peer("connected")] }],
  ["signalling_away", { up: false }],
  ["network_away", { up: false, peers: [peer("broken")] }],
  ["withdrawn", { withdrawn: true, peers: [peer("connected")] }],
];
const ENDS = {
  moved: "moved",
  done: "done",
  technical: "technical",
  consent_withdrawn: "consent_withdrawn",
  cancelled: "cancelled",
  no_call: "no_call",
  revoked: "removed",
  membership: "removed",
  no_seat: "removed",
  signed_out: "signed_out",
  left: "left",
  not_asked: "confused",
};

for (const [name, facts] of OUTSIDE) {
  test(`before the call: ${name} where ${JSON.stringify(facts)}`, () => {
    assert.equal(situation({ ...LOBBY, ...facts }), name);
  });
}

for (const [name, facts] of INSIDE) {
  test(`in the call: ${name} where ${JSON.stringify(facts)}`, () => {
    assert.equal(situation({ ...IN, ...facts }), name);
  });
}

for (const [over, name] of Object.entries(ENDS)) {
  test(`after the call: ${name} where the server says ${over}`, () => {
    assert.equal(situation({ ...IN, stage: "over", over }), name);
  });
}

test("every situation but a good call has a sentence, and every end one thing to do", () => {
  const names = [...OUTSIDE, ...INSIDE].map(([name]) => name);
  for (const name of new Set([...names, ...Object.values(ENDS)])) {
    const words = wordsOf(/** @type {any} */ (name), KNOWN);
    assert.equal(words.title === "", name === "connected", name);
    assert.doesNotMatch(words.title + words.text, /%|undefined/, name);
    assert.equal(words.label === "", words.does === "", name);
    if (Object.values(ENDS).includes(name)) assert.notEqual(words.label, "", name);
  }
});

test("a refusal that means nothing to people is not told", () => {
  assert.equal(refusal("malformed"), "");
  assert.equal(refusal("nobody_knocking"), "They have left the waiting room.");
});

test("how long until the room opens is said in the unit that matters", () => {
  assert.equal(untilOpen(1000), "in 1 min");
  assert.equal(untilOpen(25 * 60_000), "in 25 min");
  assert.equal(untilOpen(3 * 3_600_000), "in 3 hours");
  assert.equal(untilOpen(50 * 3_600_000), "in 2 days");
});

test("no difficulty, no words", () => {
  assert.equal(deviceWords({ problems: {}, lost: null, other: "" }, ""), null);
});

test("an unplugged device is named and another one offered", () => {
  const lost = /** @type {const} */ ({ kind: "microphone", label: "USB headset" });
  const words = deviceWords({ problems: {}, lost, other: "Built-in" }, "");
  assert.deepEqual([words?.title, words?.label, words?.does], ["USB headset was unplugged", "Use Built-in", "other"]);
});

test("every difficulty leaves a way in", () => {
  for (const problem of /** @type {const} */ (["refused", "missing", "busy", "insecure"])) {
    for (const problems of [{ camera: problem, microphone: problem }, { camera: problem }, { microphone: problem }]) {
      const words = deviceWords({ problems, lost: null, other: "" }, "Mozilla Firefox/130");
      assert.ok(words?.title && words.text, problem);
    }
  }
});

test("the way to give permission is this browser's", () => {
  const agents = [
    "Mozilla/5.0 (iPhone) MicroMessenger/8.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) Safari/604.1",
    "Mozilla/5.0 Gecko/20100101 Firefox/130.0",
    "Mozilla/5.0 Chrome/130.0 Safari/537.36 Edg/130.0",
    "Mozilla/5.0 Chrome/130.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh) Version/17 Safari/605",
    "something else",
  ];
  assert.equal(new Set(agents.map(help)).size, agents.length);
});

test("a device without a name has a number", () => {
  assert.equal(deviceName("camera", "", 2), "Camera 2");
  assert.equal(deviceName("camera", "Logitech", 2), "Logitech");
});
