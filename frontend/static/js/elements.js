/**
 * Every custom element and the module that defines it. A module is fetched only where its element stands.
 * A new element: one line here, one file in its app's folder.
 *
 * @type {Record<string, string>}
 */
export const ELEMENTS = {
  "autosave-form": "app/drafting/autosave-form.js",
  "call-people": "app/call/call-people.js",
  "copy-field": "app/copy-field.js",
  "copy-text": "app/copy-text.js",
  "crisis-panel": "app/crisis-panel.js",
  "danger-watch": "app/care/danger-watch.js",
  "deadline-clock": "app/deadline-clock.js",
  "drop-menu": "app/drop-menu.js",
  "line-check": "app/call/line-check.js",
  "list-filter": "app/list-filter.js",
  "medicine-lane": "app/drafting/medicine-lane.js",
  "notice-bell": "app/notice-bell.js",
  "passkey-form": "app/passkey-form.js",
  "phrase-book": "app/phrase-book.js",
  "scale-score": "app/care/scale-score.js",
  "shown-when": "app/care/shown-when.js",
  "signature-pad": "app/care/signature-pad.js",
  "plan-step": "app/drafting/plan-step.js",
  "print-button": "app/print-button.js",
  "stock-hints": "app/care/stock-hints.js",
  "theme-choice": "app/theme-choice.js",
  "toast-stack": "app/toast.js",
  "visit-door": "app/call/visit-door.js",
  "wording-switch": "app/care/wording-switch.js",
};

/**
 * Fetches the modules of the elements in `root` that are not defined yet.
 *
 * @param {Document | Element} root
 */
export function awaken(root) {
  for (const [name, path] of Object.entries(ELEMENTS)) {
    if (customElements.get(name)) continue;
    const here = root instanceof Element && root.localName === name;
    if (here || root.querySelector(name)) void import(path);
  }
}
