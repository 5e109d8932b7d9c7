/**
 * A form that is under way: its button keeps its width, says what is happening, and cannot be pressed twice.
 * Opt in with words: <button class="button button--main" data-busy="{% translate "Sending…" %}">.
 */

/** @param {SubmitEvent} event */
function begin(event) {
  const button = /** @type {HTMLElement | null} */ (event.submitter);
  if (event.defaultPrevented || !button?.dataset.busy) return;
  if (button.getAttribute("aria-busy") === "true") {
    event.preventDefault();
    return;
  }
  button.dataset.idle = button.textContent ?? "";
  button.setAttribute("aria-busy", "true");
  button.textContent = button.dataset.busy;
}

/** A page that comes back from the browser's memory is no longer busy. */
function rest() {
  for (const button of document.querySelectorAll('[data-idle][aria-busy="true"]')) {
    button.removeAttribute("aria-busy");
    button.textContent = /** @type {HTMLElement} */ (button).dataset.idle ?? "";
  }
}

/** Watches every form of the page. */
export function watch() {
  document.addEventListener("submit", begin);
  window.addEventListener("pageshow", rest);
}
