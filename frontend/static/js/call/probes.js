/**
 * What the check before entry measures in a browser. Each probe ends by itself, and none throws.
 */
import { browserOf } from "app/call/devices.js";

/** @typedef {import("app/call/check-words.js").Report} Report */

const SOCKET_PATIENCE = 6000;
const BEATS = 5;
const GATHER_PATIENCE = 6000;

/** @param {number} milliseconds @returns {Promise<void>} */
export const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/**
 * Whether this browser can hold a call at all.
 *
 * @param {string} agent navigator.userAgent
 * @returns {Report["browser"]}
 */
export function browser(agent) {
  const able = "RTCPeerConnection" in globalThis && "WebSocket" in globalThis;
  const door = typeof navigator.mediaDevices?.getUserMedia === "function";
  // On many phones WeChat's own browser can; where it cannot, the system's browser is a press away.
  if ((!able || (!door && globalThis.isSecureContext)) && browserOf(agent) === "wechat") return "in_app";
  return able ? "good" : "too_old";
}

/**
 * Milliseconds there and back over the room's socket, the middle of some; null where it does not open.
 *
 * @param {string} url
 * @returns {Promise<number | null>}
 */
export function socket(url) {
  return new Promise((done) => {
    const line = new WebSocket(url);
    /** @type {number[]} */
    const times = [];
    let sentAt = 0;
    const end = () => {
      clearTimeout(timer);
      line.onclose = null;
      line.close();
      times.sort((one, other) => one - other);
      done(times.length ? Math.round(times[Math.floor(times.length / 2)] ?? 0) : null);
    };
    const timer = setTimeout(end, SOCKET_PATIENCE);
    const beat = () => {
      sentAt = performance.now();
      line.send('{"kind":"heartbeat"}');
    };
    line.onopen = beat;
    line.onclose = end;
    line.onmessage = ({ data }) => {
      if (JSON.parse(String(data)).kind !== "heartbeat") return;
      times.push(performance.now() - sentAt);
      if (times.length < BEATS) beat();
      else end();
    };
  });
}

/**
 * Which transport an address of a relay is about.
 *
 * @param {string} url
 * @returns {"udp" | "tcp" | "tls" | null} null for what is no relay
 */
export function transportOf(url) {
  if (url.startsWith("turns:")) return "tls";
  if (!url.startsWith("turn:")) return null;
  return /[?&]transport=tcp\b/.test(url) ? "tcp" : "udp";
}

/**
 * Whether a candidate of this kind is found.
 *
 * @param {RTCConfiguration} how
 * @param {string} kind
 * @returns {Promise<boolean>}
 */
export async function finds(how, kind) {
  const line = new RTCPeerConnection(how);
  try {
    return await new Promise((done) => {
      const timer = setTimeout(() => done(false), GATHER_PATIENCE);
      line.onicecandidate = ({ candidate }) => {
        if (candidate && candidate.type !== kind && candidate.candidate) return;
        clearTimeout(timer);
        done(candidate?.type === kind);
      };
      line.createDataChannel("check");
      line.setLocalDescription().catch(() => done(false));
    });
  } finally {
    line.close();
  }
}

/**
 * Each transport of the relay by itself.
 *
 * @param {RTCIceServer[]} ice
 * @returns {Promise<Report["relays"]>}
 */
export async function relays(ice) {
  /** @type {Report["relays"]} */
  const answers = { udp: null, tcp: null, tls: null };
  const asked = ice.flatMap(({ urls, ...rest }) => [urls].flat().map((url) => ({ ...rest, urls: url })));
  await Promise.all(
    asked.map(async (server) => {
      const transport = transportOf(server.urls);
      if (!transport) return;
      const works = await finds({ iceServers: [server], iceTransportPolicy: "relay" }, "relay");
      answers[transport] = answers[transport] === true || works;
    }),
  );
  return answers;
}
