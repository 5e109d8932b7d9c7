import assert from "node:assert/strict";
import test from "node:test";
import { find } from "app/care/recognising.js";
import shared from "../../alliance/recognised.json" with { type: "json" };

test("the browser finds what the server finds", () => {
  const names = Object.entries(shared.names).flatMap(([item, all]) => all.map((name) => ({ name, item })));
  assert.ok(shared.examples.length > 10);
  for (const [text, wanted] of /** @type {[string, string[]][]} */ (shared.examples))
    assert.deepEqual(find(text, names), wanted, text);
});
