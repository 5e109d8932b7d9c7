/**
 * The steps of the check before entry: what each is called, what it found in one word, and the remedy.
 */
import { help } from "app/call/device-words.js";

/**
 * @typedef {"good" | "silent" | "refused" | "missing" | "busy" | "insecure" | "untested"} DeviceFinding
 *
 * @typedef {object} Report what the server is told; see `checking.Report`
 * @property {"good" | "in_app" | "too_old"} browser
 * @property {DeviceFinding} camera
 * @property {DeviceFinding} microphone
 * @property {"good" | "unheard" | "untested"} speaker
 * @property {number | null} socket_ms
 * @property {boolean} direct
 * @property {{ udp: boolean | null, tcp: boolean | null, tls: boolean | null }} relays
 * @property {Measured | null} echo
 * @property {Measured | null} line
 *
 * @typedef {{ kbps: number, lost: number, ms: number }} Measured
 *
 * @typedef {object} Limits what the server weighs by; see `checking.LIMITS`
 * @property {number} slow_ms
 * @property {number} picture_kbps
 * @property {number} sound_kbps
 * @property {number} picture_loss
 * @property {number} sound_loss
 *
 * @typedef {"browser" | "camera" | "microphone" | "speaker" | "socket" | "direct" | "relays" | "echo" | "line"} Step
 * @typedef {"good" | "weak" | "bad" | "untested" | "running"} Tone
 * @typedef {{ tone: Tone, state: string, text: string }} Finding
 */

export const STEPS = /** @type {Step[]} */ ([
  "browser",
  "camera",
  "microphone",
  "speaker",
  "socket",
  "direct",
  "relays",
  "echo",
  "line",
]);

/** @type {Record<Step, () => string>} */
export const TITLES = {
  browser: () => gettext("Browser"),
  camera: () => gettext("Camera"),
  microphone: () => gettext("Microphone"),
  speaker: () => gettext("Speaker"),
  socket: () => gettext("Connection to the server"),
  direct: () => gettext("Direct route"),
  relays: () => gettext("Route through the relay"),
  echo: () => gettext("How much the line carries"),
  line: () => gettext("A call to yourself through the relay"),
};

/** @param {Tone} tone @param {string} state @param {string} [text] @returns {Finding} */
const found = (tone, state, text = "") => ({ tone, state, text });
const ok = () => gettext("works");
const untested = () => found("untested", gettext("not tested"));

/**
 * @param {Step} step
 * @param {Report} report
 * @param {string} agent navigator.userAgent
 * @param {Limits} limits
 * @returns {Finding}
 */
export function finding(step, report, agent, limits) {
  return FINDINGS[step](report, agent, limits);
}

/** @type {Record<Step, (report: Report, agent: string, limits: Limits) => Finding>} */
const FINDINGS = {
  browser({ browser }) {
    if (browser === "in_app")
      return found(
        "bad",
        gettext("opened inside another app"),
        gettext("Press ⋯ at the top right, then “Open in browser”. Inside this app a call is not possible."),
      );
    if (browser === "too_old")
      return found("bad", gettext("too old for a call"), gettext("Update it, or use Chrome, Edge, Firefox or Safari."));
    return found("good", ok());
  },
  camera: ({ camera }, agent) => device(camera, agent, gettext("The others will hear you but not see you."), "weak"),
  microphone({ microphone }, agent) {
    if (microphone === "silent")
      return found(
        "weak",
        gettext("nothing was heard"),
        gettext("Speak while you check. If the bar does not move, choose another microphone or switch it on."),
      );
    return device(microphone, agent, gettext("Without it nobody can hear you."), "bad");
  },
  speaker({ speaker }) {
    if (speaker === "untested") return untested();
    if (speaker === "good") return found("good", ok());
    return found(
      "weak",
      gettext("not heard"),
      gettext("Turn the volume up, choose another speaker, or use earphones."),
    );
  },
  socket({ socket_ms }, _agent, limits) {
    if (socket_ms === null)
      return found(
        "bad",
        gettext("not reached"),
        gettext("Pages load, but a standing connection is refused. Ask whoever runs your network to allow WebSocket."),
      );
    const state = interpolate(gettext("%(ms)s ms there and back"), { ms: socket_ms }, true);
    return found(socket_ms > limits.slow_ms ? "weak" : "good", state);
  },
  direct: ({ direct }) =>
    direct
      ? found("good", ok())
      : found("weak", gettext("not found"), gettext("The call will go through the relay. That is no problem.")),
  relays({ relays }) {
    const all = Object.entries(relays).filter(([, works]) => works !== null);
    if (!all.length) return untested();
    const names = all.map(([name, works]) => `${name.toUpperCase()} ${works ? "✓" : "✗"}`).join("  ");
    const working = all.filter(([, works]) => works).length;
    if (working === all.length) return found("good", names);
    if (working) return found("weak", names, gettext("The network blocks some ways; one of them is enough."));
    return found("bad", names, gettext("The network lets no call through. Try another network or mobile data."));
  },
  echo: ({ echo }, _agent, limits) => measured(echo, limits),
  line: ({ line }, _agent, limits) => measured(line, limits),
};

/** @param {Measured | null} line @param {Limits} limits @returns {Finding} */
function measured(line, limits) {
  if (!line) return untested();
  const facts = { kbps: line.kbps, lost: Math.round(line.lost * 100), ms: line.ms };
  const state = interpolate(gettext("%(kbps)s kbit/s, %(lost)s%% lost, %(ms)s ms"), facts, true).replace("%%", "%");
  const broken = line.kbps < limits.sound_kbps || line.lost > limits.sound_loss;
  const narrow = line.kbps < limits.picture_kbps || line.lost > limits.picture_loss || line.ms > limits.slow_ms;
  const remedy = gettext("Move closer to the router or to a window, close other programs, or use a cable.");
  if (broken) return found("bad", state, remedy);
  return narrow ? found("weak", state, remedy) : found("good", state);
}

/**
 * @param {DeviceFinding} state
 * @param {string} agent
 * @param {string} without what it means to come in without it
 * @param {Tone} tone
 * @returns {Finding}
 */
function device(state, agent, without, tone) {
  if (state === "good") return found("good", ok());
  if (state === "refused") return found(tone, gettext("not allowed"), `${help(agent)} ${without}`);
  if (state === "missing") return found(tone, gettext("not found"), without);
  if (state === "busy") return found(tone, gettext("in use by another program"), without);
  if (state === "insecure")
    return found(tone, gettext("not allowed here"), gettext("Open the page at its https address."));
  return untested();
}
