import assert from "node:assert/strict";
import test from "node:test";
import { megabytes, rate } from "app/call/data-use.js";
import { traffic } from "app/call/stats.js";

const SECOND = 1000;

test("bytes of both ways are counted with what wraps each packet", () => {
  const rows = [
    { type: "inbound-rtp", bytesReceived: 1000, packetsReceived: 10, headerBytesReceived: 120 },
    { type: "outbound-rtp", bytesSent: 500, packetsSent: 5, headerBytesSent: 60 },
    { type: "remote-inbound-rtp", packetsReceived: 99 },
    { type: "transport", bytesSent: 9999 },
  ];
  assert.equal(traffic(rows), 1000 + 380 + 120 + 500 + 190 + 60);
  assert.equal(traffic([{ type: "outbound-rtp" }]), 0);
});

test("a rate is told of the last minute, and not before there is something to tell by", () => {
  assert.equal(rate([]), null);
  assert.equal(
    rate([
      { at: 0, bytes: 0 },
      { at: 2 * SECOND, bytes: 5000 },
    ]),
    null,
  );
  const looks = Array.from({ length: 121 }, (_, second) => ({
    at: second * SECOND,
    bytes: second < 60 ? 0 : 1000 * (second - 60),
  }));
  assert.equal(rate(looks), 60_000);
});

test("megabytes are told as one reads them", () => {
  assert.equal(megabytes(0), "0.0");
  assert.equal(megabytes(1_250_000), "1.3");
  assert.equal(megabytes(56_400_000), "56");
});
