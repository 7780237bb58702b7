// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { type Hex, keccak256, numberToHex, zeroAddress } from "viem";
import { test } from "vitest";
import { MOST_PEERS } from "../../sdk/peers/drawPairs.ts";
import { type DrawnPeer, MOST_SIGNAL_CHARS } from "../../sdk/peers/signalMessages.ts";
import type { Entrance } from "./entrance.ts";
import { CLOSE, createMeeting, type ViewerConnection } from "./meeting.ts";

const WORK: Hex = `0x${"c0".repeat(32)}`;
const SIGNATURE: Hex = `0x${"05".repeat(65)}`;
const KEY = zeroAddress;
const OFFER = { description: { type: "offer", sdp: "v=0" } };

/** What the chain says, as a test wants it; who enters is looked at in entrance.chain.test.ts. */
const chainSays = (change: Partial<Entrance> = {}): Entrance => ({
  keyOf: async () => KEY,
  beaconOf: async (actor) => keccak256(numberToHex(actor)),
  ...change,
});

function meetingWith(change: Partial<Entrance> = {}) {
  let members = 0;
  const meeting = createMeeting({
    ...{ edge: zeroAddress, entrance: chainSays(change), holds: async (contentId) => contentId === WORK },
    onMembers: (change) => {
      members += change;
    },
  });
  return { meeting, members: () => members };
}

type Said = { type: string; nonce?: Hex; id?: Hex; peers?: DrawnPeer[]; from?: Hex; signal?: unknown };

function connect(meeting: ReturnType<typeof meetingWith>["meeting"]) {
  const said: Said[] = [];
  const closed: number[] = [];
  const connection: ViewerConnection = meeting.open({
    send: (text) => said.push(JSON.parse(text)),
    close: (code) => closed.push(code),
  });
  const say = (message: unknown) => connection.message(JSON.stringify(message));
  return {
    ...{ said, closed, say, connection },
    enter: (actor: number) => say({ type: "enter", contentId: WORK, actor, signature: SIGNATURE }),
    last: (type: string) => said.filter((each) => each.type === type).at(-1),
  };
}

/** Longer than the pause before a draw. */
const drawn = () => sleep(300);

async function entered(meeting: ReturnType<typeof meetingWith>["meeting"], count: number, from = 0) {
  const viewers = Array.from({ length: count }, (_, at) => {
    const viewer = connect(meeting);
    viewer.enter(from + at);
    return viewer;
  });
  await drawn();
  return viewers;
}

test("viewers who entered are drawn to each other, and one of each pair calls", async () => {
  const { meeting, members } = meetingWith();
  const viewers = await entered(meeting, 3);
  assert.equal(members(), 3);
  for (const viewer of viewers) {
    assert.deepEqual(viewer.closed, []);
    assert.equal(viewer.last("drawn")!.peers!.length, 2);
    for (const { id, actor, calls } of viewer.last("drawn")!.peers!) {
      const other = viewers[actor]!;
      assert.equal(other.last("entered")!.id, id);
      const back = other.last("drawn")!.peers!.find((peer) => peer.id === viewer.last("entered")!.id)!;
      assert.notEqual(back.calls, calls);
    }
  }
  viewers[0]!.connection.closed();
  await drawn();
  assert.equal(members(), 2);
  assert.equal(viewers[1]!.last("drawn")!.peers!.length, 1);
  meeting.stop();
});

test("A17: what a viewer says reaches those alone to whom it is drawn, and no one who has not entered", async () => {
  const { meeting } = meetingWith();
  const viewers = await entered(meeting, 20);
  const stranger = connect(meeting);
  const idOf = (viewer: (typeof viewers)[number]) => viewer.last("entered")!.id!;
  const [speaker] = viewers as [(typeof viewers)[number]];
  const peers = speaker.last("drawn")!.peers!.map(({ id }) => id);
  assert.ok(peers.length > 0 && peers.length <= MOST_PEERS);
  for (const viewer of viewers.slice(1)) speaker.say({ type: "signal", to: idOf(viewer), signal: OFFER });
  for (const viewer of viewers.slice(1)) {
    const heard = viewer.last("signal");
    if (peers.includes(idOf(viewer)))
      assert.deepEqual(heard, { type: "signal", from: idOf(speaker), signal: OFFER });
    else assert.equal(heard, undefined);
    // nor is anybody else told that it is there
    const told = viewer.last("drawn")!.peers!.map(({ id }) => id);
    assert.equal(told.includes(idOf(speaker)), peers.includes(idOf(viewer)));
  }
  assert.deepEqual(
    stranger.said.map(({ type }) => type),
    ["challenge"],
  );
  stranger.say({ type: "signal", to: idOf(speaker), signal: OFFER });
  assert.deepEqual(stranger.closed, [CLOSE.malformed]);
  meeting.stop();
});

test("nobody enters by another's signature, for a work that is not here, while the chain is away, or twice", async () => {
  const { meeting: unsigned } = meetingWith({ keyOf: async () => undefined });
  const [refused] = await entered(unsigned, 1);
  assert.deepEqual(refused!.closed, [CLOSE.notSigned]);

  const { meeting: blind } = meetingWith({ keyOf: () => Promise.reject(new Error("no chain")) });
  const [late] = await entered(blind, 1);
  assert.deepEqual(late!.closed, [CLOSE.busy]);

  const { meeting, members } = meetingWith();
  const other = connect(meeting);
  other.say({ type: "enter", contentId: `0x${"00".repeat(32)}`, actor: 1, signature: SIGNATURE });
  await drawn();
  assert.deepEqual(other.closed, [CLOSE.unknownWork]);

  const twice = connect(meeting);
  twice.enter(1);
  twice.enter(1);
  await drawn();
  assert.deepEqual(twice.closed, [CLOSE.malformed]);
  assert.equal(members(), 0);
  for (const each of [unsigned, blind, meeting]) each.stop();
});

test("each connection has a nonce of its own, which is what its entry is looked up by", async () => {
  const nonces: Hex[] = [];
  const { meeting } = meetingWith({
    async keyOf({ nonce }) {
      nonces.push(nonce);
      return KEY;
    },
  });
  const viewers = await entered(meeting, 2);
  assert.deepEqual(
    nonces,
    viewers.map(({ said }) => said[0]!.nonce),
  );
  assert.notEqual(nonces[0], nonces[1]);
  meeting.stop();
});

test("an actor that enters once more is in once: its earlier connection ends, and its peers meet it anew", async () => {
  const { meeting, members } = meetingWith();
  const [first, peer] = await entered(meeting, 2);
  const [again] = await entered(meeting, 1);
  assert.deepEqual(first!.closed, [CLOSE.enteredElsewhere]);
  first!.connection.closed();
  await drawn();
  assert.equal(members(), 2);
  const told = peer!.said.filter(({ type }) => type === "drawn").map(({ peers }) => peers!.length);
  assert.deepEqual(told, [1, 0, 1]);
  assert.equal(again!.last("drawn")!.peers!.length, 1);
  meeting.stop();
});

test("a connection that floods, says too much, or says nothing sensible is ended", async () => {
  const { meeting } = meetingWith();
  const [flooder, other] = await entered(meeting, 2);
  const to = other!.last("entered")!.id;
  for (let sent = 0; sent < 1_000; sent += 1) flooder!.say({ type: "signal", to, signal: OFFER });
  assert.deepEqual(flooder!.closed, [CLOSE.tooFast]);
  assert.ok(other!.said.filter(({ type }) => type === "signal").length <= 200);
  for (const text of [
    ...["", "{", "null", "[]", "{}", `"${"x".repeat(MOST_SIGNAL_CHARS)}"`],
    JSON.stringify({ type: "enter", contentId: WORK, actor: 1.5, signature: SIGNATURE }),
    JSON.stringify({ type: "enter", contentId: WORK, actor: 2 ** 32 - 1, signature: SIGNATURE }),
    JSON.stringify({ type: "enter", contentId: WORK, actor: 1, signature: SIGNATURE, more: 1 }),
    JSON.stringify({ type: "enter", contentId: "0x", actor: 1, signature: SIGNATURE }),
    JSON.stringify({ type: "signal", to, signal: OFFER }),
  ]) {
    const bad = connect(meeting);
    bad.connection.message(text);
    assert.deepEqual(bad.closed, [CLOSE.malformed], text.slice(0, 80));
  }
  meeting.stop();
});

test("a swarm has 100 viewers at most, an edge 1,000 connections; the next is told to come later", async () => {
  const { meeting, members } = meetingWith();
  const viewers = await entered(meeting, 100);
  const [next] = await entered(meeting, 1, 100);
  assert.deepEqual(next!.closed, [CLOSE.busy]);
  assert.equal(members(), 100);
  viewers[0]!.connection.closed();
  const [after] = await entered(meeting, 1, 101);
  assert.deepEqual(after!.closed, []);
  const more = Array.from({ length: 901 }, () => connect(meeting));
  assert.deepEqual(more.at(-1)!.closed, [CLOSE.busy]);
  assert.deepEqual(more.at(-2)!.closed, []);
  meeting.stop();
});

test("whatever JSON comes from one viewer, the others meet on", async () => {
  const { meeting } = meetingWith();
  const viewers = await entered(meeting, 2);
  const value = fc.jsonValue();
  const message = fc.oneof(
    value,
    fc.record(
      {
        type: fc.constantFrom("enter", "signal"),
        contentId: value,
        actor: value,
        signature: value,
        to: value,
        signal: value,
      },
      { requiredKeys: ["type"] },
    ),
  );
  fc.assert(
    fc.property(message, (said) => {
      const hostile = connect(meeting);
      hostile.say(said);
      hostile.connection.closed();
    }),
    { numRuns: 5_000 },
  );
  const [one, other] = viewers as [(typeof viewers)[number], (typeof viewers)[number]];
  one.say({ type: "signal", to: other.last("entered")!.id, signal: OFFER });
  assert.deepEqual(other.last("signal")!.signal, OFFER);
  meeting.stop();
});
