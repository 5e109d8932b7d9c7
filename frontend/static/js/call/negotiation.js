/**
 * Perfect negotiation (the pattern of the WebRTC specification): both ends may offer at any time; when both do at
 * once, the polite one gives way. Descriptions are sent whole, candidates as they are found.
 */

/**
 * @typedef {object} Signal
 * @property {RTCSessionDescriptionInit} [description]
 * @property {RTCIceCandidateInit | null} [candidate]
 *
 * What is needed of a peer connection.
 * @typedef {Pick<RTCPeerConnection, "signalingState" | "localDescription" | "setLocalDescription"
 *   | "setRemoteDescription" | "addIceCandidate">} Line
 */

export class Negotiation {
  #line;
  #polite;
  #send;
  #prepare;
  #making = false;
  #ignoring = false;
  #answering = false;
  /** One message after the other, so that a candidate never overtakes its description. */
  #last = Promise.resolve();

  /**
   * @param {object} how
   * @param {Line} how.line
   * @param {boolean} how.polite
   * @param {(signal: Signal) => void} how.send
   * @param {() => Promise<void>} [how.prepare] puts one's own tracks in place before an offer is answered
   */
  constructor({ line, polite, send, prepare = async () => undefined }) {
    this.#line = line;
    this.#polite = polite;
    this.#send = send;
    this.#prepare = prepare;
  }

  /** Makes an offer; called when the connection says that negotiation is needed. */
  async offer() {
    try {
      this.#making = true;
      await this.#line.setLocalDescription();
      this.#tell();
    } finally {
      this.#making = false;
    }
  }

  /** Sends an unanswered offer once more: it, or its answer, may have been lost while signalling was away. */
  resend() {
    if (this.#line.signalingState === "have-local-offer") this.#tell();
  }

  /**
   * @param {Signal} signal
   * @returns {Promise<void>}
   */
  receive(signal) {
    const mine = this.#last.then(() => this.#take(signal));
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  /** @param {Signal} signal */
  async #take({ description, candidate }) {
    if (description) await this.#describe(description);
    else if (candidate) await this.#reach(candidate);
  }

  /** @param {RTCSessionDescriptionInit} description */
  async #describe(description) {
    const line = this.#line;
    const isOffer = description.type === "offer";
    if (!isOffer && line.signalingState !== "have-local-offer") return; // the answer to an offer sent twice
    const ready = !this.#making && (line.signalingState === "stable" || this.#answering);
    this.#ignoring = isOffer && !ready && !this.#polite;
    if (this.#ignoring) return;
    this.#answering = !isOffer;
    try {
      await line.setRemoteDescription(description);
    } finally {
      this.#answering = false;
    }
    if (!isOffer) return;
    await this.#prepare();
    await line.setLocalDescription();
    this.#tell();
  }

  /** @param {RTCIceCandidateInit} candidate */
  async #reach(candidate) {
    try {
      await this.#line.addIceCandidate(candidate);
    } catch (error) {
      if (!this.#ignoring) throw error; // a candidate of the offer we do not take is of no use
    }
  }

  #tell() {
    const description = this.#line.localDescription;
    if (description) this.#send({ description: { type: description.type, sdp: description.sdp } });
  }
}
