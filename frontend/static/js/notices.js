/**
 * What a look at the notices means. No DOM here.
 *
 * @typedef {{ url: string, text: string }} Alarm danger that nobody has seen to yet
 * @typedef {{ unread: number, alarms: Alarm[] }} Count the answer of /notices/count/
 */

/**
 * The answer as a count, or null if it is something else (a sign-in page, for one).
 *
 * @param {unknown} answer
 * @returns {Count | null}
 */
export function asCount(answer) {
  if (typeof answer !== "object" || answer === null || !("unread" in answer)) return null;
  const { unread, alarms = [] } = /** @type {{ unread: unknown, alarms?: unknown }} */ (answer);
  if (typeof unread !== "number" || !Array.isArray(alarms)) return null;
  return {
    unread,
    alarms: alarms.filter((alarm) => typeof alarm?.url === "string" && typeof alarm?.text === "string"),
  };
}

/**
 * The alarms that have not rung in this browser yet, and what to remember: only what still stands.
 *
 * @param {Alarm[]} alarms
 * @param {string[]} heard addresses that have rung
 * @returns {{ fresh: Alarm[], heard: string[] }}
 */
export function sift(alarms, heard) {
  const fresh = alarms.filter((alarm) => !heard.includes(alarm.url));
  return { fresh, heard: alarms.map((alarm) => alarm.url) };
}

/**
 * The page's title with the number of unread notices before it.
 *
 * @param {string} title
 * @param {number} unread
 */
export function titled(title, unread) {
  const bare = title.replace(/^\(\d+\) /, "");
  return unread ? `(${unread}) ${bare}` : bare;
}

/**
 * How long to wait before the socket is tried again, in milliseconds: 1 s, 2 s, 4 s … at most a minute.
 *
 * @param {number} failures
 */
export function patience(failures) {
  return Math.min(60_000, 1000 * 2 ** failures);
}

/**
 * What the bell says to a screen reader.
 *
 * @param {number} unread
 */
export function spoken(unread) {
  if (!unread) return gettext("Notices");
  return interpolate(ngettext("Notices, %(n)s unread", "Notices, %(n)s unread", unread), { n: unread }, true);
}
