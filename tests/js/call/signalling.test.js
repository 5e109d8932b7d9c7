import assert from "node:assert/strict";
import test from "node:test";
import { DEAF_AFTER, DOUBTFUL_AFTER, HEARTBEAT, pause, Signalling } from "app/call/signalling.js";

/** A world without a network: time stands until it is moved. */
class World {
  at = 0;
  answer = "away";
  /** @type {any[]} */
  sockets = [];
  timers = new Map();
  #number = 0;

  open = () => {
    /** @type {any} */
    const socket = { readyState: 0, sent: [], close: () => Object.assign(socket, { readyState: 3 }) };
    socket.send = (/** @type {string} */ text) => socket.sent.push(JSON.parse(text));
    this.sockets.push(socket);
    return socket;
  };
  wait = (/** @type {number} */ after, /** @type {() => void} */ then) => {
    this.#number += 1;
    this.timers.set(this.#number, { at: this.at + after, then });
    return this.#number;
  };
  forget = (/** @type {number} */ timer) => this.timers.delete(timer);
  now = () => this.at;
  chance = () => 0.5;
  probe = async () => this.answer;

  get socket() {
    return this.sockets.at(-1);
  }

  accept() {
    this.socket.readyState = 1;
    this.socket.onopen();
  }

  lose(code = 1006) {
    this.socket.readyState = 3;
    this.socket.onclose({ code });
  }

  /** @param {any} message */
  hear(message) {
    this.socket.onmessage({ data: JSON.stringify(message) });
  }

  /** @param {number} milliseconds */
  pass(milliseconds) {
    const end = this.at + milliseconds;
    for (;;) {
      const next = [...this.timers].filter(([, timer]) => timer.at <= end).sort((one, two) => one[1].at - two[1].at)[0];
      if (!next) break;
      this.timers.delete(next[0]);
      this.at = next[1].at;
      next[1].then();
    }
    this.at = end;
  }
}

function line() {
  const world = new World();
  const signalling = new Signalling("ws://room", /** @type {any} */ (world));
  /** @type {[string, any][]} */
  const told = [];
  for (const kind of ["up", "down", "message", "ended"]) {
    signalling.addEventListener(kind, (event) => told.push([kind, /** @type {CustomEvent} */ (event).detail]));
  }
  signalling.start();
  return { world, signalling, told, kinds: () => told.map(([kind]) => kind) };
}

test("after a final code nobody comes back", () => {
  for (const code of [4400, 4401, 4404, 4409, 4410, 4412]) {
    const { world, told } = line();
    world.accept();
    world.lose(code);
    world.pass(60_000);
    assert.equal(world.sockets.length, 1);
    assert.equal(told.at(-1)?.[0], "ended");
  }
});

test("a page that is being reloaded is not taken for one that was left", () => {
  const { world, kinds } = line();
  world.accept();
  world.lose(1000);
  assert.deepEqual(kinds(), ["up", "down"]);
});

test("a refused handshake asks the page why, and believes it", async () => {
  for (const [answer, why] of [
    ["gone", "no_seat"],
    ["signed_out", "signed_out"],
  ]) {
    const { world, told } = line();
    world.answer = answer;
    world.lose();
    await new Promise((done) => setTimeout(done));
    assert.deepEqual(told.at(-1), ["ended", why]);
  }
});

test("a server that cannot be reached is tried again, ever more slowly", async () => {
  const { world } = line();
  world.lose();
  await new Promise((done) => setTimeout(done));
  world.pass(500);
  assert.equal(world.sockets.length, 2);
  assert.deepEqual(
    [0, 1, 2, 3, 10].map((failures) => pause(failures, 0.5)),
    [500, 1000, 2000, 4000, 10_000],
  );
  assert.ok(pause(3, 0) < pause(3, 1));
});

test("negotiation waits in order until we are in the call again", () => {
  const { world, signalling } = line();
  signalling.signal({ to: "expert", candidate: 1 });
  world.accept();
  signalling.signal({ to: "expert", candidate: 2 });
  assert.deepEqual(world.socket.sent, []);
  signalling.ready();
  assert.deepEqual(
    world.socket.sent.map((/** @type {any} */ message) => message.candidate),
    [1, 2],
  );
});

test("what was written goes out again until it is confirmed, under the same code", () => {
  const { world, signalling } = line();
  world.accept();
  signalling.ready();
  signalling.write("c1", "能听到吗");
  world.lose();
  world.pass(500);
  world.accept();
  signalling.ready();
  assert.deepEqual(world.socket.sent, [{ kind: "chat", client_code: "c1", body: "能听到吗" }]);
  world.hear({ kind: "chat", line: { client_code: "c1", mine: true } });
  world.lose();
  world.pass(500);
  world.accept();
  signalling.ready();
  assert.deepEqual(world.socket.sent, []);
});

test("a refused line is not sent for ever", () => {
  const { world, signalling } = line();
  world.accept();
  signalling.ready();
  signalling.write("c1", "好");
  world.hear({ kind: "refused", why: "not_admitted", client_code: "c1" });
  assert.equal(signalling.unconfirmed.size, 0);
});

test("a heartbeat goes out however much the server says", () => {
  const { world } = line();
  world.accept();
  for (let beats = 0; beats < 6; beats += 1) {
    world.pass(HEARTBEAT / 3);
    world.hear({ kind: "show" });
  }
  assert.deepEqual(
    world.socket.sent.map((/** @type {any} */ message) => message.kind),
    ["heartbeat", "heartbeat"],
  );
});

test("once a minute a heartbeat says what the line carried", () => {
  const { world, signalling } = line();
  signalling.carried = () => ({ lost: 0.2 });
  world.accept();
  for (let beats = 0; beats < 24; beats += 1) {
    world.pass(HEARTBEAT / 3);
    world.hear({ kind: "show" });
  }
  const told = world.socket.sent.map((/** @type {any} */ message) => message.line?.lost ?? 0);
  assert.deepEqual(told, [0, 0, 0, 0.2, 0, 0, 0, 0.2]);
});

test("a socket that has gone deaf is replaced", () => {
  const { world, kinds } = line();
  world.accept();
  world.pass(DEAF_AFTER + HEARTBEAT);
  assert.equal(world.sockets.length, 2);
  assert.deepEqual(kinds(), ["up", "down"]);
});

test("an old socket's late word changes nothing", () => {
  const { world, signalling, kinds } = line();
  world.accept();
  const old = world.socket;
  signalling.refresh();
  world.accept();
  old.onclose({ code: 4409 });
  assert.equal(signalling.up, true);
  assert.deepEqual(kinds(), ["up", "down", "up"]);
});

test("a socket that is doubted is asked at once, and left where it says nothing", () => {
  const { world, signalling, kinds } = line();
  world.accept();
  signalling.doubt();
  assert.deepEqual(
    world.socket.sent.map((/** @type {any} */ { kind }) => kind),
    ["heartbeat"],
  );
  world.pass(10);
  world.hear({ kind: "heartbeat" });
  world.pass(DOUBTFUL_AFTER);
  assert.equal(world.sockets.length, 1);
  signalling.doubt();
  world.pass(DOUBTFUL_AFTER);
  assert.equal(world.sockets.length, 2);
  world.accept();
  assert.deepEqual(kinds(), ["up", "message", "down", "up"]);
});

test("a doubt that comes from an old socket does not cost the new one", () => {
  const { world, signalling } = line();
  world.accept();
  signalling.doubt();
  signalling.refresh();
  world.accept();
  world.pass(DOUBTFUL_AFTER);
  assert.equal(world.sockets.length, 2);
});
