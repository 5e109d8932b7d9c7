import assert from "node:assert/strict";
import test from "node:test";

import { DraftServer } from "app/drafting/server.js";

const BATCH = { began_from: 3, fields: { question: ["Why?"] } };
const SAVED = { version: 4, clock: "09:56", other_tab: false, other: "", meter_html: "<p>", danger_html: "" };
const FOUND = {
  version: 4,
  clock: "09:56",
  saved_by: "沈若溪",
  tab: "t",
  fields: { a: ["1"] },
  csrf: "new",
  person: "me",
};

/**
 * A server that answers in this order; the requests are kept.
 *
 * @param {...([number, unknown] | Error)} answers
 */
function scripted(...answers) {
  /** @type {RequestInit[]} */
  const asked = [];
  const fetch = async (/** @type {unknown} */ _url, /** @type {RequestInit} */ request = {}) => {
    asked.push(request);
    const answer = answers.shift();
    if (!answer) throw new Error("asked too often");
    if (answer instanceof Error) throw answer;
    return new Response(typeof answer[1] === "string" ? answer[1] : JSON.stringify(answer[1]), { status: answer[0] });
  };
  const server = new DraftServer({ url: "/draft/", person: "me", token: "old", fetch: /** @type {any} */ (fetch) });
  return { server, asked, left: answers };
}

test("a save carries the tab, the version and the token", async () => {
  const { server, asked } = scripted([200, SAVED]);
  const answer = await server.save(BATCH, "tab-1");
  assert.deepEqual(answer, {
    kind: "saved",
    version: 4,
    clock: "09:56",
    otherTab: false,
    other: "",
    meter: "<p>",
    danger: "",
  });
  assert.deepEqual(JSON.parse(String(asked[0].body)), { tab: "tab-1", ...BATCH });
  assert.equal(/** @type {any} */ (asked[0].headers)["x-csrftoken"], "old");
  assert.equal(asked[0].keepalive, true);
});

test("a long body is not sent as a farewell, which browsers would refuse", async () => {
  const { server, asked } = scripted([200, SAVED]);
  await server.save({ began_from: 3, fields: { question: ["心".repeat(20_000), "x"] } }, "t");
  assert.equal(asked[0].keepalive, false);
});

for (const [status, kind] of [
  [401, "expired"],
  [404, "lost"],
  [413, "too-much"],
  [500, "failing"],
  [502, "failing"],
  [429, "failing"],
])
  test(`${status} means ${kind}`, async () => {
    const { server } = scripted([Number(status), "<!doctype html>"]);
    assert.deepEqual(await server.save(BATCH, "t"), { kind });
  });

test("a page instead of an answer is a failure", async () => {
  assert.deepEqual(await scripted([200, "<!doctype html>"]).server.save(BATCH, "t"), { kind: "failing" });
  assert.deepEqual(await scripted([200, {}]).server.save(BATCH, "t"), { kind: "failing" });
});

test("no answer at all is being offline", async () => {
  assert.deepEqual(await scripted(new TypeError("Failed to fetch")).server.save(BATCH, "t"), { kind: "offline" });
});

test("an answer that takes too long is a failure", async () => {
  const fetch = (/** @type {unknown} */ _url, /** @type {RequestInit} */ { signal } = {}) =>
    new Promise((_, reject) => signal?.addEventListener("abort", () => reject(new Error("aborted"))));
  const slow = new DraftServer({ url: "/", person: "me", token: "", timeout: 5, fetch: /** @type {any} */ (fetch) });
  assert.deepEqual(await slow.save(BATCH, "t"), { kind: "failing" });
});

test("a closed form tells where it went", async () => {
  assert.deepEqual(await scripted([409, { url: "/c/1/" }]).server.save(BATCH, "t"), { kind: "closed", url: "/c/1/" });
});

test("an old token is renewed once, and the save repeated", async () => {
  const { server, asked } = scripted([403, ""], [200, FOUND], [200, SAVED]);
  assert.equal((await server.save(BATCH, "t")).kind, "saved");
  assert.equal(/** @type {any} */ (asked[2].headers)["x-csrftoken"], "new");
  assert.ok(server.renewed);
});

test("refused again with a fresh token: no longer theirs", async () => {
  assert.deepEqual(await scripted([403, ""], [200, FOUND], [403, ""]).server.save(BATCH, "t"), { kind: "lost" });
  assert.deepEqual(await scripted([403, ""], [403, ""]).server.save(BATCH, "t"), { kind: "lost" });
  assert.deepEqual(await scripted([403, ""], [404, ""]).server.save(BATCH, "t"), { kind: "lost" });
});

test("refused because the session has ended", async () => {
  assert.deepEqual(await scripted([403, ""], [401, {}]).server.save(BATCH, "t"), { kind: "expired" });
});

test("under somebody else's session nothing is sent again and their token is not taken", async () => {
  const { server, asked } = scripted([403, ""], [200, { ...FOUND, person: "another" }]);
  assert.deepEqual(await server.save(BATCH, "t"), { kind: "stranger" });
  assert.equal(asked.length, 2);
  assert.equal(server.token, "old");
});

test("asked how things stand, the server tells all it holds", async () => {
  const { server } = scripted([200, FOUND]);
  const found = { kind: "found", version: 4, clock: "09:56", savedBy: "沈若溪", tab: "t", fields: { a: ["1"] } };
  assert.deepEqual(await server.look(), found);
});
