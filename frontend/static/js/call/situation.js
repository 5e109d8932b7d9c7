/**
 * What is true for the reader, in one word. The words of each situation are in `words.js`; nothing here knows a page.
 */

/**
 * @typedef {object} Facts
 * @property {"lobby" | "in" | "over"} stage
 * @property {string} over why it is over: a close of the socket, or a code of rooms.Because
 * @property {"host" | "guest"} part
 * @property {"outside" | "knocking" | "admitted" | "turned_away"} standing
 * @property {boolean} open whether the room's time has come
 * @property {boolean} known whether the server has told how things stand
 * @property {boolean} failed whether it could not be reached at the first try
 * @property {boolean} up whether signalling stands
 * @property {boolean} hostPresent
 * @property {boolean} withdrawn consent was withdrawn while people were talking
 * @property {Other[]} peers
 *
 * @typedef {object} Other
 * @property {"connecting" | "connected" | "broken" | "closed"} state
 * @property {boolean} signalling
 * @property {import("app/call/quality.js").Verdict} line what our line to them carries
 *
 * @typedef {"opening" | "early" | "ready" | "knock" | "knocking" | "knocking_alone" | "turned_away" | "unreachable"
 *   | "connecting" | "connected" | "line_small" | "line_sound" | "line_bad" | "alone" | "peer_broken" | "signalling_away" | "network_away" | "withdrawn"
 *   | "moved" | "done" | "technical" | "consent_withdrawn" | "cancelled" | "no_call" | "removed" | "signed_out" | "left"
 *   | "confused"} Situation
 */

/** From the best to the worst. */
const ORDER = /** @type {const} */ (["good", "small", "sound", "bad"]);
/** @type {Record<Other["line"], Situation>} */
const LINES = { good: "connected", small: "line_small", sound: "line_sound", bad: "line_bad" };

/** @type {Record<string, Situation>} */
const ENDS = {
  moved: "moved",
  done: "done",
  technical: "technical",
  consent_withdrawn: "consent_withdrawn",
  cancelled: "cancelled",
  no_call: "no_call",
  closed: "done",
  revoked: "removed",
  membership: "removed",
  ended: "removed",
  no_seat: "removed",
  no_right: "removed",
  signed_out: "signed_out",
  left: "left",
};

/**
 * @param {Facts} facts
 * @returns {Situation}
 */
export function situation(facts) {
  if (facts.stage === "over") return ENDS[facts.over] ?? "confused";
  return facts.stage === "in" ? inside(facts) : outside(facts);
}

/** @param {Facts} facts @returns {Situation} */
function outside({ open, part, standing, hostPresent, up, known, failed }) {
  if (!known && !failed) return "opening";
  if (!up || !known) return "unreachable";
  if (!open) return "early";
  if (part === "host" || standing === "admitted") return "ready";
  if (standing === "knocking") return hostPresent ? "knocking" : "knocking_alone";
  return standing === "turned_away" ? "turned_away" : "knock";
}

/** @param {Facts} facts @returns {Situation} */
function inside({ peers, up, withdrawn }) {
  const carries = peers.some((peer) => peer.state === "connected");
  if (withdrawn) return "withdrawn";
  if (!up) return carries || !peers.length ? "signalling_away" : "network_away";
  if (!peers.length) return "alone";
  if (peers.some((peer) => peer.state === "broken")) return "peer_broken";
  return carries ? LINES[worst(peers)] : "connecting";
}

/** @param {Other[]} peers */
function worst(peers) {
  const lines = peers.filter(({ state }) => state === "connected").map(({ line }) => ORDER.indexOf(line));
  return ORDER[Math.max(0, ...lines)] ?? "good";
}
