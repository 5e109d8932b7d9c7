/**
 * How much a line carries, tried for some seconds: against the server's echo, or to oneself through the relay. Both end
 * by themselves, and neither throws.
 */
import { pause } from "app/call/probes.js";
import { Weighing } from "app/call/weighing.js";

/** @typedef {import("app/call/check-words.js").Measured} Measured */
/** @typedef {(offer: string) => Promise<{ sdp?: string, words?: string }>} Ask passes an offer on for an answer */

const LINE_SECONDS = 8;
const ANSWER_SECONDS = 8;
const CONNECT_SECONDS = 6;
const SECOND = 1000;

/**
 * What is sent to the server comes straight back. Goes over whatever way the browser finds, a relay last.
 *
 * @param {RTCIceServer[]} ice
 * @param {MediaStreamTrack[]} tracks
 * @param {Ask} ask
 * @returns {Promise<{ measured: Measured | null, words: string }>} where nothing was measured, words that say why
 */
export async function echo(ice, tracks, ask) {
  if (!tracks.length) return { measured: null, words: gettext("It takes a microphone or a camera.") };
  const here = new RTCPeerConnection({ iceServers: ice, bundlePolicy: "max-bundle" });
  try {
    for (const track of tracks) here.addTrack(track, new MediaStream([track]));
    await here.setLocalDescription();
    const late = pause(ANSWER_SECONDS * SECOND).then(() => /** @type {Awaited<ReturnType<Ask>>} */ ({}));
    const { sdp, words } = await Promise.race([ask(here.localDescription?.sdp ?? ""), late]);
    if (!sdp) return { measured: null, words: words ?? "" };
    await here.setRemoteDescription({ type: "answer", sdp });
    for (let second = 0; second < CONNECT_SECONDS && here.connectionState !== "connected"; second += 0.25)
      await pause(SECOND / 4);
    if (here.connectionState === "connected") return { measured: await weigh(here), words: "" };
    return { measured: null, words: gettext("Nothing came back: something blocks the way. The relay may still work.") };
  } catch {
    return { measured: null, words: "" };
  } finally {
    here.close();
  }
}

/**
 * A call to oneself through the relay: what goes out comes back over the same line.
 *
 * @param {RTCIceServer[]} ice
 * @param {MediaStreamTrack[]} tracks
 * @returns {Promise<Measured | null>} null where there is no way to measure
 */
export async function line(ice, tracks) {
  if (!ice.length || !tracks.length) return null;
  const how = /** @type {RTCConfiguration} */ ({ iceServers: ice, iceTransportPolicy: "relay" });
  const [here, there] = [new RTCPeerConnection(how), new RTCPeerConnection(how)];
  try {
    for (const track of tracks) here.addTrack(track, new MediaStream([track]));
    here.onicecandidate = ({ candidate }) => void there.addIceCandidate(candidate ?? undefined).catch(() => undefined);
    there.onicecandidate = ({ candidate }) => void here.addIceCandidate(candidate ?? undefined).catch(() => undefined);
    await here.setLocalDescription();
    await there.setRemoteDescription(/** @type {RTCSessionDescription} */ (here.localDescription));
    await there.setLocalDescription();
    await here.setRemoteDescription(/** @type {RTCSessionDescription} */ (there.localDescription));
    return (await weigh(here)) ?? { kbps: 0, lost: 1, ms: 0 };
  } catch {
    return null;
  } finally {
    here.close();
    there.close();
  }
}

/** @param {RTCPeerConnection} here */
async function weigh(here) {
  const weighing = new Weighing();
  for (let second = 0; second < LINE_SECONDS; second += 1) {
    await pause(SECOND);
    if (here.connectionState === "connected") weighing.look((await here.getStats()).values(), performance.now());
  }
  return weighing.result();
}
