/**
 * What the page shows of a call: whose picture, under which name, and what the sentences need to know.
 */

/**
 * @typedef {import("app/call/call.js").Call} Call
 * @typedef {import("app/call/call-stage.js").Shown} Shown
 */
import { copyOf, part, write } from "app/call/parts.js";
import { untilOpen } from "app/call/words.js";

const YOU = "you";

/** @param {Call} call @returns {import("app/call/words.js").Known} */
export function knownOf(call) {
  const { roster, connections, facts, opensAt, now } = call;
  const spoken = roster.others.filter((seat) => connections.peers.has(seat.seat));
  const broken = spoken.find((seat) => connections.peers.get(seat.seat)?.state === "broken");
  const met = roster.others.find((seat) => connections.met.has(seat.seat));
  const other = broken ?? spoken[0] ?? met ?? roster.others[0];
  const clock = /** @type {const} */ ({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return {
    host: roster.host?.name ?? gettext("the host"),
    other: other?.name ?? gettext("the other side"),
    met: other !== undefined && connections.met.has(other.seat),
    hosts: roster.part === "host",
    hostPresent: facts.hostPresent,
    when: new Date(opensAt).toLocaleTimeString(document.documentElement.lang, clock),
    until: untilOpen(opensAt - now),
  };
}

/**
 * The pictures: whoever one is connected to, or the empty seat of whom one waits for; oneself last.
 *
 * @param {Call} call
 * @returns {Map<string, Shown>}
 */
export function facesOf(call) {
  const { roster, connections, media } = call;
  const spoken = roster.others.filter((seat) => connections.peers.has(seat.seat));
  const shown = spoken.length ? spoken : roster.others.slice(0, 1);
  /** @type {Map<string, Shown>} */
  const faces = new Map();
  for (const { seat, name, ...other } of shown) {
    const stream = connections.peers.get(seat)?.stream ?? null;
    const muted = roster.shows.get(seat)?.microphone === false;
    const of = `${name} · ${placeOf(other)}`;
    const title = roster.shows.get(seat)?.screen ? interpolate(gettext("Screen of %(name)s"), { name: of }, true) : of;
    faces.set(seat, { name: title, stream, why: whyDark(call, seat), muted, own: false });
  }
  const { camera, microphone } = media.shows;
  const why = camera ? "" : gettext("Your camera is off");
  faces.set(YOU, { name: gettext("You"), stream: media.mirror, why, muted: !microphone, own: true });
  return faces;
}

/**
 * Where somebody works, or as what a visitor comes.
 *
 * @param {{ place: string, visits?: import("app/call/presence.js").Visits }} who
 */
export function placeOf({ place, visits }) {
  if (!visits) return place;
  return visits === "relative" ? gettext("Relative") : gettext("Interpreter");
}

/** @param {Call} call @param {string} seat */
function whyDark({ roster, connections }, seat) {
  const peer = connections.peers.get(seat);
  if (!peer) return connections.met.has(seat) ? gettext("Has left the room") : gettext("Not here yet");
  if (peer.state === "broken") return gettext("Connection lost");
  if (peer.state === "connecting") return gettext("Connecting…");
  if (roster.shows.get(seat)?.camera === false) return gettext("Camera is off");
  return peer.quality.still ? gettext("No picture for the moment, sound goes on") : "";
}

/**
 * How long one has been in the call: 0:07, 18:24, 1:02:03.
 *
 * @param {number} milliseconds
 */
export function length(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/**
 * Brings the list of whom is expected up to date: who was given a seat or lost one, and who is there.
 *
 * @param {HTMLElement} list
 * @param {Call} call
 */
export function showExpected(list, { roster, stage }) {
  seatAnew(list, roster);
  for (const row of /** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll("[data-seat]"))) {
    const seat = row.dataset.seat ?? "";
    const here = roster.present.has(seat) && (seat !== roster.you || stage === "in");
    row.classList.toggle("is-good", here);
    const words = row.querySelector("[data-presence]");
    const text = here ? gettext("in the room") : gettext("not here yet");
    if (words && words.textContent !== text) words.textContent = text;
  }
}

/**
 * @param {HTMLElement} list
 * @param {import("app/call/presence.js").Roster} roster
 */
function seatAnew(list, { seats }) {
  if (!seats.size) return; // the server has not told yet
  const rows = new Map([...list.querySelectorAll("li")].map((row) => [row.dataset.seat ?? "", row]));
  for (const [seat, row] of rows) if (!seats.has(seat)) row.remove();
  for (const { seat, name, ...other } of seats.values()) {
    if (rows.has(seat)) continue;
    const row = copyOf(list, "template");
    row.dataset.seat = seat;
    const who = { name, place: placeOf(other) };
    write(part(row, "name"), interpolate(gettext("%(name)s, %(place)s"), who, true));
    list.querySelector("ul")?.append(row);
  }
}
