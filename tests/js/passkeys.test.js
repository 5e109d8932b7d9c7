import assert from "node:assert/strict";
import test from "node:test";
import { answer, bytes, text, toCreate, toGet } from "app/passkeys.js";

test("bytes survive base64url in both directions, with signs that base64 lacks", () => {
  const every = Uint8Array.from({ length: 256 }, (_, number) => number);
  const said = text(every.buffer);
  assert.match(said, /^[\w-]+$/);
  assert.deepEqual(bytes(said), every);
  assert.deepEqual(bytes("-_8"), Uint8Array.from([251, 255]));
});

test("a new passkey is always kept on the device and always unlocked by its owner", () => {
  const asked = {
    challenge: "AA",
    user: { id: "AQ", name: "x" },
    authenticatorSelection: { residentKey: "discouraged" },
  };
  const made = toCreate(asked);
  assert.deepEqual(made.authenticatorSelection, {
    residentKey: "required",
    requireResidentKey: true,
    userVerification: "required",
  });
  assert.deepEqual(made.excludeCredentials, []);
  assert.deepEqual(made.user.id, Uint8Array.from([1]));
});

test("known passkeys are named by their bytes", () => {
  const made = toGet({ challenge: "AA", allowCredentials: [{ id: "Ag", type: "public-key" }] });
  assert.deepEqual(made.allowCredentials?.[0].id, Uint8Array.from([2]));
});

test("an answer holds what was signed and nothing that is not there", () => {
  const part = Uint8Array.from([3]).buffer;
  const said = answer({
    id: "Aw",
    rawId: part,
    type: "public-key",
    getClientExtensionResults: () => ({}),
    response: { clientDataJSON: part, signature: part, userHandle: null },
  });
  assert.deepEqual(JSON.parse(said).response, { clientDataJSON: "Aw", signature: "Aw" });
});
