/**
 * The figures of a connection that tests and support ask for: `await window.xinqiao.callStats()`.
 */

/**
 * @typedef {object} Figures
 * @property {number} framesDecoded of the other's picture, so far
 * @property {number} frameWidth
 * @property {number} frameHeight
 * @property {number} framesPerSecond
 * @property {number} bytesReceived
 * @property {number} bytesSent
 * @property {number} audioPackets received
 * @property {string} audioCodec what comes in
 * @property {string} pair the way through the network: our end and theirs, such as host/relay
 */

/**
 * @param {Iterable<any>} rows of an RTCStatsReport
 * @returns {Figures}
 */
export function digest(rows) {
  const all = [...rows];
  const byId = new Map(all.map((row) => [row.id, row]));
  const inbound = (/** @type {string} */ kind) =>
    all.find((row) => row.type === "inbound-rtp" && row.kind === kind) ?? {};
  const transport = all.find((row) => row.type === "transport") ?? {};
  const pair = pairOf(all);
  const end = (/** @type {string} */ id) => byId.get(id)?.candidateType ?? "none";
  const video = inbound("video");
  const audio = inbound("audio");
  return {
    framesDecoded: video.framesDecoded ?? 0,
    frameWidth: video.frameWidth ?? 0,
    frameHeight: video.frameHeight ?? 0,
    framesPerSecond: video.framesPerSecond ?? 0,
    bytesReceived: pair.bytesReceived ?? transport.bytesReceived ?? 0,
    bytesSent: pair.bytesSent ?? transport.bytesSent ?? 0,
    audioPackets: audio.packetsReceived ?? 0,
    audioCodec: byId.get(audio.codecId)?.mimeType ?? "",
    pair: pair.id ? `${end(pair.localCandidateId)}/${end(pair.remoteCandidateId)}` : "none",
  };
}

/** What a packet carries besides: IP, UDP and the seal of SRTP. */
const WRAPPING = 38;

/**
 * Bytes of sound and picture so far, both ways, with what wraps them: near what a phone's data plan counts.
 *
 * @param {Iterable<any>} rows of an RTCStatsReport
 */
export function traffic(rows) {
  let bytes = 0;
  for (const row of rows) {
    const [much, many] =
      row.type === "inbound-rtp" ? [row.bytesReceived, row.packetsReceived] : [row.bytesSent, row.packetsSent];
    if (row.type === "inbound-rtp" || row.type === "outbound-rtp") {
      bytes += (much ?? 0) + (many ?? 0) * WRAPPING + (row.headerBytesReceived ?? row.headerBytesSent ?? 0);
    }
  }
  return bytes;
}

/**
 * The pair of candidates that the connection runs over; empty before there is one.
 *
 * @param {any[]} all rows of an RTCStatsReport
 */
export function pairOf(all) {
  const selected = all.find((row) => row.type === "transport")?.selectedCandidatePairId;
  return all.find((row) => selected && row.id === selected) ?? all.find(isChosen) ?? {};
}

/** @param {{ type: string, nominated?: boolean, state?: string }} row */
function isChosen({ type, nominated, state }) {
  return type === "candidate-pair" && nominated === true && state === "succeeded";
}
