import assert from "node:assert/strict";
import test from "node:test";
import "../catalogue.js";
import { finding, STEPS, TITLES } from "app/call/check-words.js";
import { transportOf } from "app/call/probes.js";

/** @type {import("app/call/check-words.js").Report} */
const GOOD = {
  browser: "good",
  camera: "good",
  microphone: "good",
  speaker: "good",
  socket_ms: 40,
  direct: true,
  relays: { udp: true, tcp: true, tls: true },
  line: { kbps: 1800, lost: 0, ms: 80 },
};
const CHROME = "Mozilla/5.0 Chrome/140.0 Safari/537.36";

test("where everything works every step says so, without a remedy", () => {
  for (const step of STEPS) {
    const { tone, state, text } = finding(step, GOOD, CHROME);
    assert.equal(tone, "good", step);
    assert.ok(state && TITLES[step](), step);
    assert.equal(text, "", step);
  }
});

test("whatever is wrong comes with something to do", () => {
  /** @type {Partial<import("app/call/check-words.js").Report>[]} */
  const wrong = [
    { browser: "in_app" },
    { browser: "too_old" },
    { camera: "refused" },
    { camera: "missing" },
    { microphone: "silent" },
    { microphone: "busy" },
    { microphone: "insecure" },
    { speaker: "unheard" },
    { socket_ms: null },
    { direct: false },
    { relays: { udp: false, tcp: false, tls: false } },
    { relays: { udp: false, tcp: true, tls: null } },
    { line: { kbps: 30, lost: 0, ms: 80 } },
    { line: { kbps: 300, lost: 0.3, ms: 80 } },
  ];
  for (const each of wrong) {
    const [step] = /** @type {import("app/call/check-words.js").Step[]} */ (
      Object.keys(each).map((field) => (field === "socket_ms" ? "socket" : field))
    );
    if (!step) continue;
    const { tone, text } = finding(step, { ...GOOD, ...each }, CHROME);
    assert.ok(tone === "weak" || tone === "bad", JSON.stringify(each));
    assert.ok(text, JSON.stringify(each));
  }
});

test("what could not be tested is no fault", () => {
  const untested = { ...GOOD, relays: { udp: null, tcp: null, tls: null }, line: null };
  assert.equal(finding("relays", untested, CHROME).tone, "untested");
  assert.equal(finding("line", untested, CHROME).tone, "untested");
});

test("the figures of a line read as figures", () => {
  const { state } = finding("line", { ...GOOD, line: { kbps: 312, lost: 0.034, ms: 120 } }, CHROME);
  assert.match(state, /312.*3%.*120/);
});

test("an address of a relay says over which transport", () => {
  assert.equal(transportOf("turn:relay.example:3478"), "udp");
  assert.equal(transportOf("turn:relay.example:3478?transport=udp"), "udp");
  assert.equal(transportOf("turn:relay.example:3478?transport=tcp"), "tcp");
  assert.equal(transportOf("turns:relay.example:5349?transport=tcp"), "tls");
  assert.equal(transportOf("stun:relay.example"), null);
});
