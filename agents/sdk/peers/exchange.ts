// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import type { CommittedContent } from "../content/tree.ts";
import { TributaryError } from "../errors/TributaryError.ts";
import type { BringOptions } from "../player/peerSource.ts";
import { Throughput } from "../player/throughput.ts";
import { deferred } from "../wire/deferred.ts";
import { pause } from "../wire/requestJson.ts";
import { ChunkMap } from "./chunkMap.ts";
import { type HeldChunk, HeldChunks } from "./heldChunks.ts";
import {
  COMING_MS,
  choosePeer,
  isTooSlow,
  LATE_MS,
  LEAST_SLACK_SEC,
  MOST_LATE,
  TURN_MS,
  turnOf,
} from "./peerChoice.ts";
import type { PeerLink } from "./peerLink.ts";
import type { PeerMessage } from "./peerMessages.ts";
import { type PeerReceipt, type ReceiptBook, receiptMessage, receiptOf } from "./receiptBook.ts";
import type { UploadAllowance } from "./uploadAllowance.ts";

/** A peer as the edge that drew it names it. */
export type PeerName = { id: Hex; actor: number; key: Address };

export type ExchangeEvents = {
  onChunk(peer: PeerName, index: number, byteCount: number): void;
  onSent(peer: PeerName, byteCount: number): void;
  /** The peer was too slow, and is not asked for a while. */
  onLeft(peer: PeerName, reason: string): void;
  onSigned(receipt: PeerReceipt): void;
};

type Peer = PeerName & {
  link: PeerLink;
  map: ChunkMap;
  /** Asked, and when. */
  asked: Map<number, number>;
  /** Asked, and given up; a late answer is no fault. */
  late: Set<number>;
  lateInARow: number;
  timesLeft: number;
  notBeforeMs: number;
  lastMs: number;
  speed: Throughput;
  coming: { first: number; last: number; atMs: number } | undefined;
  noInARow: number;
  joinedMs: number;
  messages: number;
};

/** Chunks that wait to be sent to one peer at most; who asks for more gets a no. */
const MOST_QUEUED = 8;
/** Messages of a peer: at once, beside eight for each chunk, and a second. */
const MOST_MESSAGES = 1_000;
const MESSAGES_PER_SEC = 100;
/** A peer that said no is not asked for so long. */
const BUSY_MS = 400;
/** A peer that was left is tried again after this, twice as long each time. */
const LEFT_MS = 20_000;
/** With so much to play, a peer is waited for that has a chunk and no time. */
const PATIENT_SLACK_SEC = 2 * LEAST_SLACK_SEC;
/** Nothing comes for so long: an edge is asked, whatever peers said. */
const MOST_QUIET_MS = 4_000;
const LOOK_MS = 50;

/** What goes on between this viewer and those it is connected to: maps, asks, chunks, receipts. Peers are not trusted in anything. */
export class Exchange {
  readonly #leafCount: number;
  readonly #chunkBytes: number;
  readonly #held: HeldChunks;
  readonly #own: ChunkMap;
  readonly #allowance: UploadAllowance;
  readonly #book: ReceiptBook;
  readonly #events: ExchangeEvents;
  readonly #peers = new Map<string, Peer>();
  readonly #bringing = new Set<Bringing>();
  #changed = deferred<void>();
  /** This viewer's id in the swarm; undefined while the edge has not drawn it. */
  selfId: string | undefined;

  constructor(
    content: CommittedContent,
    parts: { keepBytes: number; allowance: UploadAllowance; book: ReceiptBook; events: ExchangeEvents },
  ) {
    this.#leafCount = Number(content.leafCount);
    this.#chunkBytes = Math.ceil(Number(content.byteCount) / this.#leafCount);
    this.#held = new HeldChunks(content, parts.keepBytes);
    this.#own = new ChunkMap(this.#leafCount);
    this.#allowance = parts.allowance;
    this.#book = parts.book;
    this.#events = parts.events;
  }

  get size(): number {
    return this.#peers.size;
  }

  join(name: PeerName, link: PeerLink): void {
    this.#peers.set(name.id, {
      ...name,
      ...{ link, map: new ChunkMap(this.#leafCount), asked: new Map(), late: new Set() },
      ...{ lateInARow: 0, timesLeft: 0, notBeforeMs: 0, lastMs: 0, coming: undefined },
      ...{ speed: new Throughput(), noInARow: 0, joinedMs: performance.now(), messages: 0 },
    });
    for (const message of this.#own.messages()) link.say(message);
    this.#wake();
  }

  leave(id: string): void {
    this.#peers.delete(id);
    this.#wake();
  }

  /** Takes a message. Rejects where no honest peer sends it: the peer is to be left for good. */
  async hear(id: string, message: PeerMessage): Promise<void> {
    const peer = this.#peers.get(id);
    if (!peer) return;
    const now = performance.now();
    const most = MOST_MESSAGES + 8 * this.#leafCount + (MESSAGES_PER_SEC * (now - peer.joinedMs)) / 1_000;
    if (++peer.messages > most) throw new TributaryError("sends without end");
    switch (message.kind) {
      case "have":
        peer.map.take(message);
        return this.#wake();
      case "got":
        peer.map.set(message.index, true);
        if (isWithin(peer.coming, message.index)) peer.coming!.atMs = performance.now();
        return this.#wake();
      case "coming": {
        const { first, count } = message;
        peer.coming = { first, last: first + count - 1, atMs: performance.now() };
        return;
      }
      case "ask":
        return this.#answer(peer, message.index);
      case "no":
        peer.asked.delete(message.index);
        if (now >= peer.notBeforeMs) {
          // who says no again and again is asked ever less
          peer.notBeforeMs = now + BUSY_MS * 2 ** Math.min(6, Math.max(0, peer.noInARow - 4));
          peer.noInARow += 1;
        }
        return this.#wake();
      case "chunk":
        return this.#takeChunk(peer, message.index, message);
      case "receipt":
        if (!(await this.#book.accept(peer.actor, peer.key, receiptOf(message))))
          throw new TributaryError("sent a receipt that is none");
    }
  }

  /** Keeps a chunk that an edge sent, for peers. */
  async hold(index: number, chunk: HeldChunk): Promise<void> {
    // an edge's proof may end where an earlier one led on: such a chunk plays, and goes to nobody
    await this.#keep(index, chunk).catch(() => {});
  }

  /** Has peers bring what they can of the chunks from `first` to `last`, while there is time; what they do not bring is an edge's to bring. */
  async bring(first: number, last: number, options: BringOptions): Promise<void> {
    const bringing: Bringing = { missing: new Set(), options, lastMs: performance.now() };
    for (let index = first; index <= last; index += 1) {
      const held = this.#held.get(index);
      if (held) options.take(index, held.bytes);
      else bringing.missing.add(index);
    }
    const { missing } = bringing;
    this.#bringing.add(bringing);
    const began = performance.now();
    // whoever could not pass it on lets the others begin
    const canPassOn = this.#allowance.has(Math.min(last - first + 1, MOST_QUEUED) * this.#chunkBytes, began);
    const ids = [...this.#peers.keys()];
    const turn = canPassOn ? turnOf(first, this.selfId ?? "", ids) : ids.length;
    try {
      while (missing.size > 0 && options.slackSec() > LEAST_SLACK_SEC) {
        options.signal?.throwIfAborted();
        this.#leaveLate();
        for (const index of missing) this.#ask(index, options.slackSec());
        const now = performance.now();
        const isMyTurn = now - began >= turn * TURN_MS;
        const isQuiet = now - bringing.lastMs >= MOST_QUIET_MS;
        if (this.#peers.size === 0 || isQuiet || (isMyTurn && !this.#areExpected(bringing))) break;
        await Promise.race([this.#changed.promise, pause(LOOK_MS, options.signal)]);
      }
    } finally {
      this.#bringing.delete(bringing);
    }
    if (missing.size > 0) this.#sayAll({ kind: "coming", first, count: last - first + 1 });
  }

  /** Signs for what is unsigned, as before the end. */
  async signAll(): Promise<void> {
    await Promise.all(
      [...this.#peers.values()].map(async (peer) =>
        this.#giveReceipt(peer, await this.#book.sign(peer.actor)),
      ),
    );
  }

  #ask(index: number, slackSec: number): void {
    const now = performance.now();
    const all = [...this.#peers.values()];
    if (all.some(({ asked }) => asked.has(index))) return;
    const askable = all
      .filter((peer) => peer.map.has(index) && this.#book.mayAsk(peer.actor))
      .map((peer) => ({
        ...{ id: peer.id, asked: peer.asked.size, isBusy: now < peer.notBeforeMs },
        bitsPerSec: peer.speed.now?.estimate,
      }));
    const chosen = choosePeer(askable, this.#chunkBytes, slackSec);
    if (!chosen) return;
    const peer = this.#peers.get(chosen.id)!;
    peer.asked.set(index, now);
    peer.link.say({ kind: "ask", index });
  }

  /** Whether what is missing is on its way from peers, or will be. */
  #areExpected({ missing, options }: Bringing): boolean {
    const now = performance.now();
    const peers = [...this.#peers.values()];
    const isPatient = options.slackSec() > PATIENT_SLACK_SEC;
    for (const index of missing) {
      const isExpected = peers.some(
        ({ asked, map, coming, timesLeft, notBeforeMs }) =>
          asked.has(index) ||
          (isPatient && map.has(index) && (timesLeft === 0 || now >= notBeforeMs)) ||
          (isWithin(coming, index) && now - coming!.atMs < COMING_MS),
      );
      if (isExpected) return true;
    }
    return false;
  }

  /** Gives up what is late, and whoever is late again and again for a while. */
  #leaveLate(): void {
    const now = performance.now();
    for (const peer of this.#peers.values())
      for (const [index, atMs] of peer.asked) {
        if (now - Math.max(atMs, peer.lastMs) < LATE_MS) continue;
        peer.asked.delete(index);
        peer.late.add(index);
        peer.lateInARow += 1;
        if (peer.lateInARow === MOST_LATE) this.#leaveSlow(peer);
      }
  }

  #leaveSlow(peer: Peer): void {
    peer.notBeforeMs = performance.now() + LEFT_MS * 2 ** Math.min(peer.timesLeft, 10);
    peer.timesLeft += 1;
    // it begins anew when its time has come
    peer.speed = new Throughput();
    this.#events.onLeft(peer, "is too slow");
  }

  #answer(peer: Peer, index: number): void {
    const chunk = this.#held.get(index);
    const isGiven =
      chunk &&
      peer.link.queued < MOST_QUEUED &&
      this.#book.maySend(peer.actor) &&
      this.#allowance.take(chunk.bytes.length, performance.now());
    if (!isGiven) {
      peer.link.say({ kind: "no", index });
      return;
    }
    this.#book.sent(peer.actor, chunk.bytes.length);
    peer.link.send(index, chunk);
    this.#events.onSent(peer, chunk.bytes.length);
  }

  async #takeChunk(peer: Peer, index: number, { proof, bytes }: HeldChunk): Promise<void> {
    const askedMs = peer.asked.get(index);
    if (askedMs === undefined && !peer.late.has(index))
      throw new TributaryError("sent what it was not asked for");
    const now = performance.now();
    peer.speed.count(8 * bytes.length, (now - Math.max(askedMs ?? now - LATE_MS, peer.lastMs)) / 1_000);
    peer.lastMs = now;
    peer.noInARow = 0;
    if (askedMs !== undefined) peer.lateInARow = 0;
    if (isTooSlow(peer.speed.now!.estimate, bytes.length)) this.#leaveSlow(peer);
    await this.#keep(index, { proof, bytes });
    // until here, nobody else is asked for it
    peer.late.delete(index);
    peer.asked.delete(index);
    this.#events.onChunk(peer, index, bytes.length);
    for (const bringing of this.#bringing) {
      if (!bringing.missing.delete(index)) continue;
      bringing.lastMs = performance.now();
      bringing.options.onBytes?.(bytes.length);
      bringing.options.take(index, bytes);
    }
    this.#wake();
    this.#giveReceipt(peer, await this.#book.received(peer.actor, bytes.length));
  }

  #giveReceipt(peer: Peer, receipt: PeerReceipt | undefined): void {
    if (!receipt) return;
    peer.link.say(receiptMessage(receipt));
    this.#events.onSigned(receipt);
  }

  /** Throws a BadAnswerError for a chunk that is not the work's. */
  async #keep(index: number, chunk: HeldChunk): Promise<void> {
    const gone = await this.#held.add(index, chunk);
    for (const one of gone) this.#own.set(one, false);
    for (const at of new Set(gone.map((one) => one >>> 3))) this.#sayAll(this.#own.byteAt(at));
    if (this.#own.has(index)) return;
    this.#own.set(index, true);
    this.#sayAll({ kind: "got", index });
  }

  #sayAll(message: PeerMessage): void {
    for (const { link } of this.#peers.values()) link.say(message);
  }

  #wake(): void {
    this.#changed.resolve();
    this.#changed = deferred();
  }
}

const isWithin = (range: { first: number; last: number } | undefined, index: number) =>
  range !== undefined && range.first <= index && index <= range.last;

type Bringing = { missing: Set<number>; options: BringOptions; lastMs: number };
