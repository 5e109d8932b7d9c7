/**
 * The pieces of the page that follow the answers: how complete the request is, and danger. The server draws them; until
 * it has spoken, a panel that came hidden with the page shows the numbers to call.
 */
import { dangerSigns } from "app/drafting/danger-signs.js";
import { awaken } from "app/elements.js";

/**
 * @param {string} name the attribute
 * @returns {NodeListOf<HTMLElement>}
 */
function places(name) {
  return document.querySelectorAll(`[${name}]`);
}

/**
 * Replaces a piece if it differs from what stands there, and keeps the keyboard where it was.
 *
 * @param {string} name
 * @param {string} html
 */
function draw(name, html) {
  for (const place of places(name)) {
    if (stands(place, html)) continue;
    const focused = place.contains(document.activeElement) ? document.activeElement : null;
    const again = focused && (focused.id ? `#${CSS.escape(focused.id)}` : linkTo(focused));
    place.innerHTML = html;
    awaken(place);
    window.htmx?.process(place);
    if (again) /** @type {HTMLElement | null} */ (place.querySelector(again))?.focus();
  }
}

/**
 * Whether the place shows this already. What an element in it keeps true by itself makes no difference: drawn anew it
 * would be read out anew.
 *
 * @param {HTMLElement} place
 * @param {string} html
 */
function stands(place, html) {
  return lasting(place.innerHTML) === lasting(html);
}

/** @param {string} html */
function lasting(html) {
  const pattern = document.createElement("template");
  pattern.innerHTML = html;
  for (const watch of pattern.content.querySelectorAll("danger-watch")) {
    if (watch.nextElementSibling?.matches(".unseen")) watch.nextElementSibling.remove(); // its voice
    watch.replaceChildren();
  }
  return pattern.innerHTML.replace(/\s+/g, " ").trim();
}

/** @param {Element} element */
function linkTo(element) {
  const href = element.getAttribute("href");
  return href && `[href="${CSS.escape(href)}"]`;
}

/** @param {string | undefined} html */
export function drawMeter(html) {
  if (html !== undefined) draw("data-meter", html);
}

/**
 * The server's own panel takes the place of the one that stood in for it. Silence takes nothing away.
 *
 * @param {string | undefined} html
 */
export function drawDanger(html) {
  if (!html?.trim()) return;
  draw("data-danger", html);
  for (const panel of places("data-danger-unsent")) panel.hidden = true;
}

/**
 * Shows the numbers as soon as an answer is a sign of danger. Taking the answer back does not hide them.
 *
 * @param {Map<string, string[]>} fields
 */
export function watchDanger(fields) {
  if (!dangerSigns(Object.fromEntries(fields)).length) return;
  const told = [...places("data-danger")].some((place) => place.childElementCount > 0);
  if (!told) for (const panel of places("data-danger-unsent")) panel.hidden = false;
}
