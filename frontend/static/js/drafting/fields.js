/**
 * The fields of a form as the browser would send them, and back again. Passwords, files, buttons and the form's token
 * are no part of a draft.
 *
 * @typedef {import("app/drafting/queue.js").Fields} Fields
 * @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Control
 */
import { same } from "app/drafting/queue.js";
import { listed } from "app/listed.js";

const LEFT_OUT = ["password", "file", "submit", "button", "image", "reset"];
/** Kinds of input whose value is whatever was set, so that an empty one means that somebody emptied it. */
const FREE = ["text", "search", "tel", "url", "email", "hidden", "textarea"];

/**
 * @param {HTMLFormElement} form
 * @returns {Control[]}
 */
function controls(form) {
  return /** @type {Control[]} */ (
    [...form.elements].filter(
      (each) =>
        (each instanceof HTMLInputElement ||
          each instanceof HTMLTextAreaElement ||
          each instanceof HTMLSelectElement) &&
        each.name &&
        each.name !== "csrfmiddlewaretoken" &&
        !LEFT_OUT.includes(each.type) &&
        !("unsaved" in each.dataset) &&
        !each.matches(":disabled"),
    )
  );
}

/** @param {Control} control */
function isTick(control) {
  return control.type === "radio" || control.type === "checkbox";
}

/**
 * @param {HTMLFormElement} form
 * @param {(control: Control) => string[]} values
 */
function gather(form, values) {
  /** @type {Map<string, string[]>} */
  const fields = new Map();
  for (const control of controls(form))
    fields.set(control.name, [...(fields.get(control.name) ?? []), ...values(control)]);
  return fields;
}

/**
 * What stands in the form now. A box that is not ticked is an empty list.
 *
 * @param {HTMLFormElement} form
 */
export function read(form) {
  return gather(form, (control) => {
    if (control instanceof HTMLSelectElement) return [...control.selectedOptions].map((option) => option.value);
    if (isTick(control)) return /** @type {HTMLInputElement} */ (control).checked ? [control.value] : [];
    return [control.value];
  });
}

/**
 * What the server rendered, whatever was typed before this module ran.
 *
 * @param {HTMLFormElement} form
 */
export function readRendered(form) {
  return gather(form, (control) => {
    if (control instanceof HTMLSelectElement) return renderedOptions(control);
    if (isTick(control)) return /** @type {HTMLInputElement} */ (control).defaultChecked ? [control.value] : [];
    // A number or a date that the browser cannot show reads as empty although nobody emptied it.
    if (!FREE.includes(control.type) && !control.value) return [""];
    return [control.defaultValue];
  });
}

/** @param {HTMLSelectElement} select */
function renderedOptions(select) {
  const options = [...select.options];
  const chosen = options.filter((option) => option.defaultSelected);
  if (select.multiple) return chosen.map((option) => option.value);
  const shown = chosen.at(-1) ?? options.find((option) => !option.disabled);
  return shown ? [shown.value] : [];
}

/**
 * The fields that differ; one that is gone from the form is an empty list.
 *
 * @param {Map<string, string[]>} before
 * @param {Map<string, string[]>} now
 * @returns {Fields}
 */
export function differences(before, now) {
  const names = new Set([...before.keys(), ...now.keys()]);
  return Object.fromEntries(
    [...names].filter((name) => !same(before.get(name), now.get(name))).map((name) => [name, now.get(name) ?? []]),
  );
}

/**
 * Puts values into a field and lets other elements know. Returns its controls; none if the form has no such field.
 *
 * @param {HTMLFormElement} form
 * @param {string} name
 * @param {string[]} values
 */
export function write(form, name, values) {
  const found = controls(form).filter((control) => control.name === name);
  found.forEach((control, index) => {
    if (control instanceof HTMLSelectElement)
      for (const option of control.options) option.selected = values.includes(option.value);
    else if (isTick(control)) /** @type {HTMLInputElement} */ (control).checked = values.includes(control.value);
    else control.value = values[index] ?? "";
  });
  for (const kind of ["input", "change"]) found[0]?.dispatchEvent(new Event(kind, { bubbles: true }));
  return found;
}

/**
 * What people call the field: its legend or its label.
 *
 * @param {HTMLFormElement} form
 * @param {string} name
 */
export function titleOf(form, name) {
  const control = controls(form).find((each) => each.name === name);
  const legend = control && isTick(control) ? control.closest("fieldset")?.querySelector("legend") : null;
  const group = control?.closest('[role="group"], [role="radiogroup"]')?.getAttribute("aria-labelledby");
  const words = legend ?? (group && isTick(/** @type {Control} */ (control)) ? document.getElementById(group) : null);
  return (words ?? control?.labels?.[0])?.textContent?.trim().replace(/\s+/g, " ") || name;
}

/**
 * Values in people's words: an option's text, a radio's label, what was written.
 *
 * @param {HTMLFormElement} form
 * @param {string} name
 * @param {string[]} values
 */
export function spoken(form, name, values) {
  const found = controls(form).filter((control) => control.name === name);
  const words = values.map((value) => {
    for (const control of found) {
      if (control instanceof HTMLSelectElement)
        return [...control.options].find((option) => option.value === value)?.text ?? value;
      if (isTick(control) && control.value === value) return control.labels?.[0]?.textContent?.trim() || value;
    }
    return value;
  });
  return listed(words.filter(Boolean));
}
