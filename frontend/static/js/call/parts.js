/**
 * Finding the parts of an element by their data attributes. A part that is missing is a mistake in a template.
 */

/**
 * @param {ParentNode} root
 * @param {string} name without `data-`; may carry a value: `does="admit"`
 * @returns {HTMLElement}
 */
export function part(root, name) {
  const found = root.querySelector(`[data-${name}]`);
  if (!(found instanceof HTMLElement || found instanceof SVGElement)) throw new Error(`no [data-${name}]`);
  return /** @type {HTMLElement} */ (found);
}

/**
 * A copy of what is in a <template>.
 *
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {HTMLElement}
 */
export function copyOf(root, selector) {
  const template = /** @type {HTMLTemplateElement} */ (root.querySelector(selector));
  return /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
}

/**
 * Writes words only where they change: a live region reads out whatever is written.
 *
 * @param {Element} element
 * @param {string} text
 */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Title, text and button of a note, or nothing at all.
 *
 * @param {HTMLElement} note
 * @param {{ title: string, text: string, label: string } | null} words
 */
export function fill(note, words) {
  note.hidden = !words?.title;
  write(part(note, "title"), words?.title ?? "");
  write(part(note, "text"), words?.text ?? "");
  const act = note.querySelector("[data-act]");
  if (!(act instanceof HTMLElement)) return;
  act.hidden = !words?.label;
  write(act, words?.label ?? "");
}
