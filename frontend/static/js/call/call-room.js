/**
 * <call-room>: the consultation room. Everything it does is in RoomPage; here it comes and goes.
 */
import { RoomPage } from "app/call/room-page.js";
import { digest } from "app/call/stats.js";

class CallRoom extends HTMLElement {
  /** @type {RoomPage | null} */
  #page = null;

  connectedCallback() {
    this.#page = new RoomPage(this);
    Object.assign(window, { xinqiao: { callStats: () => this.#stats() } });
    this.#page.start();
  }

  disconnectedCallback() {
    this.#page?.stop();
    this.#page = null;
  }

  /** What support and tests ask: the figures of the (first) connection, and how this page sees the call. */
  async #stats() {
    const call = this.#page?.call;
    const peers = await Promise.all(
      [...(call?.connections.peers.values() ?? [])].map(async (peer) => ({
        state: peer.state,
        ...digest((await peer.stats()).values()),
      })),
    );
    return { ...digest([]), ...peers[0], situation: call?.situation ?? "", signalling: call?.signalling.up, peers };
  }
}

customElements.define("call-room", CallRoom);
