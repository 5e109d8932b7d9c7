import assert from "node:assert/strict";
import test from "node:test";
import { Negotiation } from "app/call/negotiation.js";

/** A peer connection as far as negotiation sees it. */
class Line {
  signalingState = "stable";
  /** @type {any} */
  localDescription = null;
  /** @type {any} */
  remote = null;
  /** @type {any[]} */
  candidates = [];
  refusesCandidates = false;
  made = 0;

  async setLocalDescription() {
    const answering = this.signalingState === "have-remote-offer";
    this.made += 1;
    this.localDescription = {
      type: answering ? "answer" : "offer",
      sdp: `${answering ? "answer" : "offer"} ${this.made}`,
    };
    this.signalingState = answering ? "stable" : "have-local-offer";
  }

  /** @param {any} description */
  async setRemoteDescription(description) {
    this.remote = description;
    this.signalingState = description.type === "offer" ? "have-remote-offer" : "stable";
  }

  /** @param {any} candidate */
  async addIceCandidate(candidate) {
    if (this.refusesCandidates) throw new Error("no such description");
    this.candidates.push(candidate);
  }
}

/** @type {RTCSessionDescriptionInit} */
const OFFER = { type: "offer", sdp: "theirs" };

/** @param {boolean} polite */
function one(polite) {
  const line = new Line();
  /** @type {any[]} */
  const sent = [];
  const send = (/** @type {any} */ signal) => sent.push(signal);
  return { line, sent, negotiation: new Negotiation({ line: /** @type {any} */ (line), polite, send }) };
}

test("when both offer at once the impolite one does not hear the other's offer", async () => {
  const { line, sent, negotiation } = one(false);
  await negotiation.offer();
  await negotiation.receive({ description: OFFER });
  assert.equal(line.remote, null);
  assert.equal(line.signalingState, "have-local-offer");
  assert.deepEqual(sent, [{ description: { type: "offer", sdp: "offer 1" } }]);
});

test("the polite one drops its own offer and answers", async () => {
  const { line, sent, negotiation } = one(true);
  await negotiation.offer();
  await negotiation.receive({ description: OFFER });
  assert.deepEqual(line.remote, OFFER);
  assert.equal(sent.at(-1).description.type, "answer");
  assert.equal(line.signalingState, "stable");
});

test("two of them come to an agreement, whoever begins and even if both do", async () => {
  for (const begins of [[0], [1], [0, 1]]) {
    const ends = [one(false), one(true)];
    await Promise.all(begins.map((index) => ends[index].negotiation.offer()));
    for (let round = 0; round < 4; round += 1) {
      const said = ends.map((end) => end.sent.splice(0));
      for (const signal of said[0]) await ends[1].negotiation.receive(signal);
      for (const signal of said[1]) await ends[0].negotiation.receive(signal);
    }
    assert.deepEqual(
      ends.map((end) => end.line.signalingState),
      ["stable", "stable"],
    );
  }
});

test("candidates of an offer that is not heard are no mistake, others are", async () => {
  const { line, negotiation } = one(false);
  line.refusesCandidates = true;
  await assert.rejects(negotiation.receive({ candidate: { candidate: "a" } }));
  await negotiation.offer();
  await negotiation.receive({ description: OFFER });
  await negotiation.receive({ candidate: { candidate: "a" } });
});

test("a candidate never overtakes its description", async () => {
  const { line, negotiation } = one(true);
  /** @type {string[]} */
  const order = [];
  const describe = line.setRemoteDescription.bind(line);
  line.setRemoteDescription = async (description) => {
    await new Promise((done) => setTimeout(done, 5));
    order.push("description");
    await describe(description);
  };
  line.addIceCandidate = async () => {
    order.push("candidate");
  };
  negotiation.receive({ description: OFFER });
  await negotiation.receive({ candidate: { candidate: "a" } });
  assert.deepEqual(order, ["description", "candidate"]);
});

test("the answer to an offer sent twice is heard once", async () => {
  const { line, negotiation } = one(false);
  await negotiation.offer();
  await negotiation.receive({ description: { type: "answer", sdp: "first" } });
  await negotiation.receive({ description: { type: "answer", sdp: "second" } });
  assert.equal(line.remote.sdp, "first");
});

test("an offer without an answer is sent again, an answered one is not", async () => {
  const { sent, negotiation } = one(false);
  await negotiation.offer();
  negotiation.resend();
  assert.equal(sent.length, 2);
  assert.deepEqual(sent[0], sent[1]);
  await negotiation.receive({ description: { type: "answer", sdp: "" } });
  negotiation.resend();
  assert.equal(sent.length, 2);
});

test("one's own tracks are in place before the answer is made", async () => {
  const line = new Line();
  /** @type {string[]} */
  const order = [];
  const answer = line.setLocalDescription.bind(line);
  line.setLocalDescription = async () => {
    order.push("answer");
    await answer();
  };
  const prepare = async () => {
    order.push("tracks");
  };
  const negotiation = new Negotiation({ line: /** @type {any} */ (line), polite: true, send: () => {}, prepare });
  await negotiation.receive({ description: OFFER });
  assert.deepEqual(order, ["tracks", "answer"]);
});
