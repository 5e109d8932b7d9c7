/**
 * How a clock is said; the same rules as frontend/deadlines.py, held to it by tests/frontend/deadlines.json.
 */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const SOON_BEFORE = 30 * MINUTE;
const SOON_SHARE = 25;
const MINUTES_MATTER_UNTIL = 10 * HOUR;

/**
 * @typedef {object} Clock
 * @property {number} due when it is due, milliseconds since 1970
 * @property {number | null} began when it began, if that is known
 * @property {boolean} resting waiting for somebody else: the clock stands
 */

/**
 * @typedef {object} Reading
 * @property {string} words
 * @property {"calm" | "soon" | "late" | "rest"} state
 * @property {number} left per cent of the time still left, 0–100
 */

/**
 * What the clock says at `now`.
 *
 * @param {Clock} clock
 * @param {number} now milliseconds since 1970
 * @returns {Reading}
 */
export function read({ due, began, resting }, now) {
  const remaining = due - now;
  const left = share(due, began, now);
  if (resting) return { words: gettext("Clock paused"), state: "rest", left };
  if (remaining <= 0) return { words: late(-remaining), state: "late", left: 0 };
  const soon = remaining < SOON_BEFORE || (began !== null && left < SOON_SHARE);
  return { words: ahead(remaining), state: soon ? "soon" : "calm", left };
}

/**
 * How long until the words may have changed: ten seconds near the deadline, else up to a minute.
 *
 * @param {Clock} clock
 * @param {number} now
 * @returns {number | null} milliseconds; null for a clock that stands
 */
export function nextLook({ due, resting }, now) {
  if (resting) return null;
  return Math.abs(due - now) < 10 * MINUTE ? 10_000 : MINUTE;
}

/**
 * A span in words, rounded down: "26 min", "3 h 10 min", "23 h", "1 day 6 h", "9 days".
 *
 * @param {number} span milliseconds
 */
export function duration(span) {
  const [minutes, hours, days] = [MINUTE, HOUR, DAY].map((unit) => Math.floor(span / unit));
  if (span < HOUR) return inMinutes(minutes);
  if (span < MINUTES_MATTER_UNTIL)
    return minutes % 60 ? `${inHours(hours)} ${inMinutes(minutes % 60)}` : inHours(hours);
  if (span < DAY) return inHours(hours);
  return days < 7 && hours % 24 ? `${inDays(days)} ${inHours(hours % 24)}` : inDays(days);
}

/** @param {number} span */
function ahead(span) {
  if (span < MINUTE) return gettext("Under 1 min left");
  return interpolate(gettext("%(duration)s left"), { duration: duration(span) }, true);
}

/** @param {number} span */
function late(span) {
  if (span < MINUTE) return gettext("Due now");
  return interpolate(gettext("%(duration)s overdue"), { duration: duration(span) }, true);
}

/**
 * @param {number} due
 * @param {number | null} began
 * @param {number} now
 */
function share(due, began, now) {
  if (began === null || due <= began) return due > now ? 100 : 0;
  return Math.max(0, Math.min(100, Math.round(((due - now) / (due - began)) * 100)));
}

// Each names its words in full: makemessages reads literals only.

/** @param {number} count */
function inMinutes(count) {
  return interpolate(ngettext("%(count)s min", "%(count)s min", count), { count }, true);
}

/** @param {number} count */
function inHours(count) {
  return interpolate(ngettext("%(count)s h", "%(count)s h", count), { count }, true);
}

/** @param {number} count */
function inDays(count) {
  return interpolate(ngettext("%(count)s day", "%(count)s days", count), { count }, true);
}
