// SPDX-License-Identifier: GPL-3.0-or-later
// Where the viewers of a work meet: who may, who is drawn to whom, and what goes from one to the other. No sockets, no chain.
import { randomBytes } from "node:crypto";
import { type Address, bytesToHex, type Hex } from "viem";
import { z } from "zod";
import { drawPairs, pairScore, peerId } from "../../sdk/peers/drawPairs.ts";
import { type EdgeMessage, MOST_SIGNAL_CHARS, readSignal } from "../../sdk/peers/signalMessages.ts";
import type { Entrance } from "./entrance.ts";

/** Why a connection is ended, as the code of a WebSocket's close. */
export const CLOSE = {
  malformed: 4400,
  notSigned: 4401,
  unknownWork: 4404,
  tooLate: 4408,
  enteredElsewhere: 4409,
  tooFast: 4429,
  busy: 1013,
} as const;

export type ViewerSocket = { send(text: string): void; close(code: number, reason: string): void };
export type ViewerConnection = { message(text: string): void; closed(): void };
export type Meeting = ReturnType<typeof createMeeting>;

/** Connections at most, entered or not. */
const MOST_CONNECTIONS = 1_000;
/** Viewers of one work who meet at this edge at most. */
const MOST_MEMBERS = 100;
/** From the connection on, a block's time included. */
const ENTER_WITHIN_MS = 60_000;
const DRAW_AFTER_MS = 200;
/** Messages of one connection: at once, and a second. A viewer with 8 peers sends about 80 when it enters. */
const BURST = 200;
const PER_SECOND = 10;
/** Scores that are remembered: 100 viewers have 4,950. */
const MOST_SCORES = 100_000;

const hex = (bytes: number) =>
  z.custom<Hex>((value) => typeof value === "string" && new RegExp(`^0x[0-9a-f]{${2 * bytes}}$`).test(value));
const said = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("enter"),
    contentId: hex(32),
    actor: z
      .int()
      .min(0)
      .max(2 ** 32 - 2),
    signature: hex(65),
  }),
  z.strictObject({ type: z.literal("signal"), to: hex(16), signal: z.unknown().transform(readSignal) }),
]);

type Member = { id: Hex; actor: number; key: Address; socket: ViewerSocket; drawn: ReadonlySet<Hex> };

export function createMeeting({
  edge,
  entrance,
  holds,
  onMembers = () => {},
}: {
  /** This edge's operator: an entry is signed for one edge. */
  edge: Address;
  entrance: Entrance;
  /** Whether this edge has the work: viewers of others meet elsewhere. */
  holds(contentId: Hex): Promise<boolean>;
  onMembers?: (change: 1 | -1) => void;
}) {
  const swarms = new Map<Hex, Map<Hex, Member>>();
  const scores = new Map<string, Hex>();
  const drawing = new Map<Hex, NodeJS.Timeout>();
  let connections = 0;

  function score(a: Hex, b: Hex): Hex {
    const key = a < b ? a + b : b + a;
    const known = scores.get(key) ?? pairScore(a, b);
    if (scores.size >= MOST_SCORES) scores.clear();
    scores.set(key, known);
    return known;
  }

  /** Tells each viewer of the work whom it is drawn to, where that changed. */
  function draw(contentId: Hex): void {
    drawing.delete(contentId);
    const swarm = swarms.get(contentId);
    if (!swarm) return;
    const drawn = drawPairs([...swarm.keys()], score);
    for (const member of swarm.values()) {
      const peers = drawn.get(member.id)!;
      if (peers.size === member.drawn.size && [...peers].every((id) => member.drawn.has(id))) continue;
      member.drawn = peers;
      const told = [...peers].map((id) => {
        const { actor, key } = swarm.get(id)!;
        return { id, actor, key, calls: member.id < id };
      });
      tell(member.socket, { type: "drawn", peers: told });
    }
  }

  function drawSoon(contentId: Hex): void {
    if (!drawing.has(contentId))
      drawing.set(
        contentId,
        setTimeout(() => draw(contentId), DRAW_AFTER_MS),
      );
  }

  function leave(contentId: Hex, member: Member): void {
    const swarm = swarms.get(contentId);
    // whoever entered in its place stays
    if (swarm?.get(member.id) !== member) return;
    swarm.delete(member.id);
    if (swarm.size === 0) swarms.delete(contentId);
    onMembers(-1);
    drawSoon(contentId);
  }

  function open(socket: ViewerSocket): ViewerConnection {
    const ending = new AbortController();
    const nonce = bytesToHex(randomBytes(32));
    let entered: { contentId: Hex; member: Member } | undefined;
    let isEntering = false;
    let tokens = BURST;
    let atMs = performance.now();
    connections += 1;
    const late = setTimeout(() => end(CLOSE.tooLate, "did not enter in time"), ENTER_WITHIN_MS);

    function closed(): void {
      if (ending.signal.aborted) return;
      ending.abort();
      clearTimeout(late);
      connections -= 1;
      if (entered) leave(entered.contentId, entered.member);
    }

    function end(code: number, reason: string): void {
      if (ending.signal.aborted) return;
      closed();
      socket.close(code, reason);
    }

    async function enter({ contentId, actor, signature }: { contentId: Hex; actor: number; signature: Hex }) {
      if (!(await holds(contentId))) return end(CLOSE.unknownWork, "this edge does not have the work");
      const key = await entrance.keyOf({ contentId, actor, edge, nonce }, signature);
      if (!key) return end(CLOSE.notSigned, "the actor's first key did not sign this entry");
      const beacon = await entrance.beaconOf(actor, ending.signal);
      if (ending.signal.aborted) return;
      const id = peerId(beacon, contentId, actor);
      const swarm = swarms.get(contentId) ?? new Map<Hex, Member>();
      const before = swarm.get(id);
      if (!before && swarm.size >= MOST_MEMBERS) return end(CLOSE.busy, "the swarm is full");
      swarms.set(contentId, swarm);
      const member: Member = { id, actor, key, socket, drawn: new Set() };
      if (before) {
        // so the others see it leave and come: its links are of another connection
        leave(contentId, before);
        draw(contentId);
        before.socket.close(CLOSE.enteredElsewhere, "the actor entered once more");
        swarms.set(contentId, swarm);
      }
      swarm.set(id, member);
      entered = { contentId, member };
      clearTimeout(late);
      onMembers(1);
      tell(socket, { type: "entered", id });
      drawSoon(contentId);
    }

    function message(text: string): void {
      if (ending.signal.aborted) return;
      const now = performance.now();
      tokens = Math.min(BURST, tokens + ((now - atMs) / 1_000) * PER_SECOND) - 1;
      atMs = now;
      if (tokens < 0) end(CLOSE.tooFast, "too many messages");
      else if (!hear(text)) end(CLOSE.malformed, "the message is malformed");
    }

    /** False for what no viewer says. */
    function hear(text: string): boolean {
      const read = text.length <= MOST_SIGNAL_CHARS && said.safeParse(parse(text));
      if (!read || !read.success) return false;
      const asked = read.data;
      if (asked.type === "enter") {
        // a connection enters once
        if (isEntering) return false;
        isEntering = true;
        enter(asked).catch(() => end(CLOSE.busy, "try again later"));
        return true;
      }
      const { to, signal } = asked;
      if (!entered || !signal) return false;
      const { contentId, member } = entered;
      const other = swarms.get(contentId)?.get(to);
      // one who has just left, or is drawn no more, is no fault of the sender's
      if (other?.drawn.has(member.id) && member.drawn.has(to))
        tell(other.socket, { type: "signal", from: member.id, signal });
      return true;
    }

    if (connections > MOST_CONNECTIONS) end(CLOSE.busy, "too many connections");
    else tell(socket, { type: "challenge", nonce });
    return { message, closed };
  }

  return {
    open,
    stop() {
      for (const timer of drawing.values()) clearTimeout(timer);
      drawing.clear();
    },
  };
}

const tell = (socket: ViewerSocket, message: EdgeMessage) => socket.send(JSON.stringify(message));

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
