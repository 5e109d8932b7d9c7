/** What a form that saves itself says beyond the notes that came with the page. */
import { TEXT_LIMIT } from "app/drafting/queue.js";

/** @param {number} n fields */
export function restored(n) {
  const words = ngettext(
    "We restored %(n)s field that had not reached the server.",
    "We restored %(n)s fields that had not reached the server.",
    n,
  );
  return interpolate(words, { n }, true);
}

/**
 * @param {string} name who wrote; empty: another tab of this browser
 * @param {string} clock when, such as 09:56
 */
export function written(name, clock) {
  if (name && clock)
    return interpolate(gettext("%(name)s wrote here in another window at %(clock)s."), { name, clock }, true);
  if (name) return interpolate(gettext("%(name)s wrote here in another window."), { name }, true);
  return interpolate(gettext("Something was written in another tab at %(clock)s."), { clock }, true);
}

/** @param {number} n fields */
export function shown(n) {
  if (!n) return gettext("Everything written there is already here.");
  const words = ngettext(
    "%(n)s field now shows what was written there.",
    "%(n)s fields now show what was written there.",
    n,
  );
  return interpolate(words, { n }, true);
}

/** @param {string} fields their titles, listed */
export function tooLong(fields) {
  const words = gettext(
    "Too long to be saved (more than %(limit)s characters): %(fields)s. Shorten it, or attach it as a file.",
  );
  return interpolate(words, { limit: TEXT_LIMIT, fields }, true);
}

/**
 * Why a press of the form's button did nothing, and what to do.
 *
 * @param {string} kind
 */
export function held(kind) {
  if (kind === "offline")
    return gettext("Not sent: the network is down. Nothing is lost. Press again when it is back.");
  if (kind === "expired")
    return gettext("Not sent: you were signed out. Sign in again in a new tab, then press again here.");
  return gettext("Not sent, and nothing is lost. Please read the note beside this one first.");
}

/** @param {number} n fields */
export function unsent(n) {
  const words = ngettext("%(n)s field has not reached the server", "%(n)s fields have not reached the server", n);
  return interpolate(words, { n }, true);
}
