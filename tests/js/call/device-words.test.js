import assert from "node:assert/strict";
import test from "node:test";
import { deviceWords } from "app/call/device-words.js";

Object.assign(globalThis, {
  gettext: (/** @type {string} */ words) => words,
  interpolate: (/** @type {string} */ words, /** @type {Record<string, unknown>} */ facts) =>
    words.replace(/%\((\w+)\)s/g, (_, name) => String(facts[name])),
});

/** @param {Partial<Parameters<typeof deviceWords>[0]>} state */
const said = (state) => deviceWords({ problems: {}, lost: null, other: "", ...state }, "Chrome/1");

test("nothing is said where nothing is wrong", () => {
  assert.equal(said({}), null);
});

test("a telephone call that takes the microphone is told, and may be asked back", () => {
  const words = said({ taken: "microphone" });
  assert.match(words?.title ?? "", /microphone, a telephone call perhaps/);
  assert.equal(words?.does, "ask");
  assert.match(said({ taken: "camera", problems: { camera: "busy" } })?.text ?? "", /do not see you/);
});

test("what was unplugged comes before what was taken", () => {
  assert.match(said({ taken: "camera", lost: { kind: "microphone", label: "Headset" } })?.title ?? "", /^Headset/);
});
