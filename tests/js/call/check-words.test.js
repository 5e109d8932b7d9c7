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
  echo: { kbps: 2800, lost: 0, ms: 30 },
  line: { kbps: 1800, lost: 0, ms: 80 },
};
/** As `checking.LIMITS` hands them to the page. */
const LIMITS = { slow_ms: 600, picture_kbps: 250, sound_kbps: 45, picture_loss: 0.15, sound_loss: 0.35 };
const CHROME = "Mozilla/5.0 Chrome/140.0 Safari/537.36";

test("where everything works every step says so, without a remedy", () => {
  for (const step of STEPS) {
    const { tone, state, text } = finding(step, GOOD, CHROME, LIMITS);
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
    { echo: { kbps: 30, lost: 0, ms: 80 } },
    { echo: { kbps: 2000, lost: 0, ms: 900 } },
    { line: { kbps: 30, lost: 0, ms: 80 } },
    { line: { kbps: 300, lost: 0.3, ms: 80 } },
  ];
  for (const each of wrong) {
    const [step] = /** @type {import("app/call/check-words.js").Step[]} */ (
      Object.keys(each).map((field) => (field === "socket_ms" ? "socket" : field))
    );
    if (!step) continue;
    const { tone, text } = finding(step, { ...GOOD, ...each }, CHROME, LIMITS);
    assert.ok(tone === "weak" || tone === "bad", JSON.stringify(each));
    assert.ok(text, JSON.stringify(each));
  }
});

test("a line is good, weak or bad by the limits that the server weighs it with", () => {
  const line = { kbps: 300, lost: 0.2, ms: 80 };
  const tone = (/** @type {Partial<typeof LIMITS>} */ other) =>
    finding("line", { ...GOOD, line }, CHROME, { ...LIMITS, ...other }).tone;
  assert.equal(tone({}), "weak");
  assert.equal(tone({ sound_kbps: 301 }), "bad");
  assert.equal(tone({ sound_loss: 0.1 }), "bad");
  assert.equal(tone({ picture_loss: 0.25 }), "good");
  assert.equal(tone({ picture_loss: 0.25, slow_ms: 70 }), "weak");
});

test("what could not be tested is no fault", () => {
  const untested = { ...GOOD, relays: { udp: null, tcp: null, tls: null }, echo: null, line: null };
  assert.equal(finding("relays", untested, CHROME, LIMITS).tone, "untested");
  assert.equal(finding("line", untested, CHROME, LIMITS).tone, "untested");
});

test("the figures of a line read as figures", () => {
  const { state } = finding("line", { ...GOOD, line: { kbps: 312, lost: 0.034, ms: 120 } }, CHROME, LIMITS);
  assert.match(state, /312.*3%.*120/);
});

test("an address of a relay says over which transport", () => {
  assert.equal(transportOf("turn:relay.example:3478"), "udp");
  assert.equal(transportOf("turn:relay.example:3478?transport=udp"), "udp");
  assert.equal(transportOf("turn:relay.example:3478?transport=tcp"), "tcp");
  assert.equal(transportOf("turns:relay.example:5349?transport=tcp"), "tls");
  assert.equal(transportOf("stun:relay.example"), null);
});
