/**
 * What waited on this device comes back into the form. Where the server meanwhile holds something that this device
 * never saw, the person chooses; nothing of either is dropped unasked.
 *
 * @typedef {import("app/drafting/queue.js").Fields} Fields
 * @typedef {import("app/drafting/store.js").Row} Row
 * @typedef {import("app/drafting/saving.js").Saving} Saving
 */
import { spoken, titleOf } from "app/drafting/fields.js";
import { same } from "app/drafting/queue.js";
import * as words from "app/drafting/words.js";

/**
 * Sorts what was kept: already on the server, safe to put back, or at odds with newer text.
 *
 * @param {Row[]} rows
 * @param {Map<string, string[]>} here what the server rendered
 * @param {{ has(name: string): boolean }} typed fields written since the page opened: newer than anything kept
 */
export function sift(rows, here, typed) {
  const old = rows.filter((row) => !typed.has(row.name));
  const done = old.filter((row) => same(row.values, here.get(row.name)));
  const rest = old.filter((row) => !done.includes(row));
  const safe = rest.filter((row) => row.bases.some((base) => same(base, here.get(row.name))));
  return { done, safe, clash: rest.filter((row) => !safe.includes(row)) };
}

/** @param {Row[]} rows @returns {Fields} */
function asFields(rows) {
  return Object.fromEntries(rows.map((row) => [row.name, row.values]));
}

/** @param {Saving} saving */
export async function putBack(saving) {
  const rows = await saving.store.read();
  const { done, safe, clash } = sift(rows, saving.rendered, saving.queue.pending);
  saving.store.drop(done.map((row) => row.name));
  if (safe.length) {
    saving.writeAsTyped(asFields(safe));
    saving.notes.show("restored", { words: words.restored(safe.length) });
  }
  if (clash.length) ask(saving, clash);
}

/**
 * @param {Saving} saving
 * @param {Row[]} clash
 */
function ask(saving, clash) {
  const note = saving.notes.show("conflict", {
    on: {
      mine: () => {
        saving.writeAsTyped(asFields(clash));
        saving.notes.hide("conflict");
      },
      theirs: () => {
        saving.forget(clash.map((row) => row.name));
        saving.notes.hide("conflict");
      },
    },
  });
  const list = note?.querySelector("dl");
  for (const row of clash) {
    const title = document.createElement("dt");
    title.textContent = titleOf(saving.form, row.name);
    const text = document.createElement("dd");
    text.textContent = spoken(saving.form, row.name, row.values) || gettext("(empty)");
    list?.append(title, text);
  }
}
