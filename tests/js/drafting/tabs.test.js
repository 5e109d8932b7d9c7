import assert from "node:assert/strict";
import test from "node:test";

const kept = new Map();
/** @type {any} */ (globalThis).sessionStorage = {
  getItem: (/** @type {string} */ name) => kept.get(name) ?? null,
  setItem: (/** @type {string} */ name, /** @type {string} */ value) => kept.set(name, value),
};
/** Another tab is another load of the module. @param {number} n @returns {Promise<typeof import("app/drafting/tabs.js")>} */
const load = (n) => import(`${import.meta.resolve("app/drafting/tabs.js")}?tab=${n}`);
const soon = () => new Promise((resolve) => setTimeout(resolve, 60));

/**
 * @param {typeof import("app/drafting/tabs.js")} module
 * @param {string} key
 * @param {string} person
 */
function open({ Tab }, key = "request:1", person = "me") {
  /** @type {string[]} */
  const heard = [];
  const tab = new Tab({ key, person, hear: (news) => heard.push(news) });
  return { tab, heard };
}

test("a reload keeps the tab's name; a duplicated tab gets its own", async () => {
  const first = open(await load(1));
  const name = first.tab.name;
  first.tab.close();
  const again = open(await load(2));
  await again.tab.ready;
  assert.equal(again.tab.name, name);
  const copy = open(await load(3)); // the same session storage, while the original is still open
  await copy.tab.ready;
  assert.notEqual(copy.tab.name, name);
  assert.equal(again.tab.name, name);
  again.tab.close();
  copy.tab.close();
});

test("the later tab is told of the earlier one, and both of saves and leaving", async () => {
  const early = open(await load(4));
  const late = open(await load(5));
  await soon();
  assert.deepEqual([early.heard, late.heard], [[], ["here"]]);
  late.tab.saved("09:56");
  await soon();
  assert.deepEqual(early.heard, ["saved"]);
  early.tab.leave();
  await soon();
  assert.deepEqual(late.heard, ["here", "gone"]);
  early.tab.close();
  late.tab.close();
});

test("another form and another person's form are none of its business", async () => {
  const mine = open(await load(6));
  const others = [open(await load(7), "request:2"), open(await load(8), "request:1", "another")];
  others[1].tab.saved("09:56");
  await soon();
  assert.deepEqual(
    [mine, ...others].map(({ heard }) => heard),
    [[], [], []],
  );
  for (const { tab } of [mine, ...others]) tab.close();
});

test("signing out is heard in every tab of that person", async () => {
  const module = await load(9);
  const [mine, other] = [open(module), open(module, "request:1", "another")];
  module.tellSignedOut("me");
  await soon();
  assert.deepEqual([mine.heard, other.heard], [[], []]); // the page that signs out tells its own forms itself
  (await load(10)).tellSignedOut("me");
  await soon();
  assert.deepEqual([mine.heard, other.heard], [["signed-out"], []]);
  mine.tab.close();
  other.tab.close();
});
