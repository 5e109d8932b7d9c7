/**
 * The server's time as well as we know it. A clinic's computer may be minutes off; a deadline must not be.
 */

/** Milliseconds to add to this machine's clock. */
let skew = 0;

/** Milliseconds since 1970 by the server's clock. */
export function now() {
  return Date.now() + skew;
}

/**
 * Learns the difference from an answer's `Date` header. It counts whole seconds, so less than two mean nothing.
 *
 * @param {Response} response
 */
export function learn(response) {
  const stamp = Date.parse(response.headers.get("date") ?? "");
  if (Number.isNaN(stamp)) return;
  const difference = stamp - Date.now();
  skew = Math.abs(difference) < 2000 ? 0 : difference;
}
