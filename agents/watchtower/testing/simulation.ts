// SPDX-License-Identifier: GPL-3.0-or-later
// A chain at its worst, in memory, against the tower's own policy and the kernel's own bids.
import { type Address, concatHex, type Hex, numberToHex } from "viem";
import { type Bid, type Offer, type PendingNonce, planBids } from "../../kernel/tx/bids.ts";
import type { Payee } from "../../sdk/chain/payee.ts";
import type { Channel } from "../../sdk/channels/channel.ts";
import { settlementGas } from "../../vouchers/settlementGas.ts";
import type { HeldVoucher } from "../../vouchers/voucherTables.ts";
import { maxFee } from "../feeCurve.ts";
import { type DefenceRules, owedWei, planDefences } from "../policy.ts";

/** The behaviour of the tower under test: ours by default; the rest are faults of other towers. */
export type TowerKind = {
  /** Never raises the fees of a stuck transaction. */
  neverBumps?: boolean;
  /** Looks at a closing only when this part of its window has passed. */
  startsAfter?: number;
  /** Loses its vouchers when it is restarted. */
  memoryOnly?: boolean;
  /** Never looks again at a channel once settled. */
  ignoresReorgs?: boolean;
  /** Serves the first close first, whatever its deadline, one at a time. */
  firstComeFirstServed?: boolean;
};

export type Outcome = {
  closes: number;
  /** See {@link AFFORDABLE_BLOCKS}. */
  defensible: number;
  lost: number;
  lostDefensible: number;
  gasWei: bigint;
  savedWei: bigint;
  reorgs: number;
  restarts: number;
};

/**
 * A close is defensible when the tower runs and sees the chain before at least so many blocks of the window in which a
 * transaction for this channel alone costs no more than the fee curve allows.
 */
const AFFORDABLE_BLOCKS = 8;

const BLOCK_SEC = 12;
const GWEI = 10n ** 9n;
const TOKEN: Address = numberToHex(7, { size: 20 });
const BLOCK_GAS = 10_000_000n;
const BUMP_AFTER_BLOCKS = 1;

export const rules: DefenceRules = {
  prices: new Map([[TOKEN, { ether: 1n, token: 1n }]]),
  payUpToBps: 10_000n,
  maxFeePerGasWei: 5_000n * GWEI,
  maxRows: 100,
};

type Sent = PendingNonce & { ids: Hex[] };
type State = { channels: Map<Hex, Channel>; used: number; gasWei: bigint };
type Tx = Sent & { nonce: number };

/** Runs one world: `closes` hostile closes, a spike of the base fee, outages, reorgs, restarts, a node that forgets. */
export function simulate(seed: number, closes: number, kind: TowerKind = {}): Outcome {
  const random = mulberry32(seed);
  // the tower must not change the weather
  const luck = mulberry32(-seed);
  const between = (low: number, high: number) => low + Math.floor(random() * (high - low + 1));
  const chance = (probability: number) => random() < probability;

  /* WHO OWES WHAT */

  const massExit = chance(0.3);
  const payees = chance(0.2) ? closes : between(1, 12);
  const vouchers: HeldVoucher[] = [];
  const start: State = { channels: new Map(), used: 0, gasWei: 0n };
  const closeAtBlock = new Map<Hex, number>();
  for (let n = 0; n < closes; n += 1) {
    const channelId = numberToHex(n + 1, { size: 32 });
    // from far below the price of gas to far above
    const stake = BigInt(Math.floor(10 ** (14.5 + random() * 5)));
    const deposit = stake + BigInt(between(0, 1_000_000));
    start.channels.set(channelId, { deposit, settled: 0n, closesAt: 0, windowSec: between(900, 2_400) });
    closeAtBlock.set(channelId, massExit ? 5 : between(1, 60));
    const payee = numberToHex(between(1, payees), { size: 32 }) as Payee;
    const key = { payer: TOKEN, payee, token: TOKEN, salt: BigInt(n), sessionKey: TOKEN };
    vouchers.push({ channelId, key, cumulative: stake, signature: "0x", acceptedMs: 0, unsettledSinceMs: 0 });
  }

  /* THE WEATHER */

  const blocks = 60 + 2_400 / BLOCK_SEC + 20;
  const calmWei = BigInt(between(5, 40)) * GWEI;
  const spike = { from: between(5, 120), length: between(5, 80) };
  const congested = { from: between(0, 150), length: between(0, 30), tipWei: BigInt(between(2, 40)) * GWEI };
  const outages = [...Array(between(0, 2))].map(() => ({ from: between(1, 200), length: between(5, 60) }));
  const lag = { from: between(1, 200), length: between(0, 20), blocks: between(1, 3) };
  const within = (block: number, { from, length }: { from: number; length: number }) =>
    block >= from && block < from + length;
  const baseFeeWei = (block: number) => (within(block, spike) ? calmWei * 20n : calmWei);
  const tipWei = (block: number) => (within(block, congested) ? congested.tipWei : 1n);
  const awake = (block: number) => !outages.some((outage) => within(block, outage));

  /* THE CHAIN */

  const copy = ({ channels, used, gasWei }: State): State => ({ channels: new Map(channels), used, gasWei });
  let chain: State[] = [start];
  let pool = new Map<number, Tx>();
  const closesDone = new Map<Hex, number>();
  const secOf = (block: number) => block * BLOCK_SEC;

  function mine(block: number): void {
    const state = copy(chain.at(-1)!);
    const nowSec = secOf(block);
    for (const [id, channel] of state.channels) {
      // the payer is quick: it finalizes before any settlement of the same block
      if (channel.closesAt !== 0 && nowSec >= channel.closesAt)
        state.channels.set(id, { ...channel, closesAt: 0, windowSec: 0 });
      else if (channel.closesAt === 0 && channel.windowSec !== 0 && closeAtBlock.get(id)! <= block) {
        state.channels.set(id, { ...channel, closesAt: nowSec + channel.windowSec });
        closesDone.set(id, block);
      }
    }
    let gasLeft = BLOCK_GAS;
    for (let tx = pool.get(state.used); tx; tx = pool.get(state.used)) {
      const base = baseFeeWei(block);
      const { maxFeePerGas, maxPriorityFeePerGas } = tx.fees;
      const tip = min(maxPriorityFeePerGas, maxFeePerGas - base);
      if (maxFeePerGas < base || tip < tipWei(block) || tx.gas > gasLeft) break;
      gasLeft -= tx.gas;
      state.gasWei += tx.gas * (base + tip);
      settle(state, tx.ids);
      pool.delete(state.used);
      state.used += 1;
    }
    chain.push(state);
  }

  function settle({ channels }: State, ids: readonly Hex[]): void {
    for (const id of ids) {
      const channel = channels.get(id)!;
      const { cumulative } = vouchers[Number(BigInt(id)) - 1]!;
      if (channel.windowSec !== 0)
        channels.set(id, { ...channel, settled: channel.settled + owedWei({ cumulative }, channel) });
    }
  }

  function reorg(depth: number, block: number, sent: readonly Sent[]): void {
    const forkAt = chain.length - depth;
    const dropped = chain.at(-1)!;
    chain = chain.slice(0, forkAt);
    const { used } = chain.at(-1)!;
    for (let nonce = used; nonce < dropped.used; nonce += 1) {
      // nodes mostly put dropped transactions back into their pools
      if (luck() < 0.7) pool.set(nonce, { ...sent[nonce]!, nonce });
    }
    for (const [id, at] of closesDone) {
      if (at < forkAt) continue;
      // the close comes back later, and with it another deadline
      closesDone.delete(id);
      closeAtBlock.set(id, block + between(0, 4));
    }
    // as long as the one it replaces
    while (chain.length < block) mine(chain.length);
  }

  /* THE TOWER */

  const journal: Sent[] = [];
  let keys = new Map<number, Hex[]>();
  let held = vouchers;
  let movedAt = 0;
  let lastUsed = 0;
  let seenSettled = new Set<Hex>();

  function tick(block: number): void {
    const head = chain.at(-1)!;
    const seen = within(block, lag) ? chain[Math.max(0, chain.length - 1 - lag.blocks)]! : head;
    if (seen.used !== lastUsed) movedAt = block;
    lastUsed = seen.used;
    const nonces = Array.from({ length: journal.length - seen.used }, (_, n) => seen.used + n);
    for (const nonce of keys.keys()) if (nonce < seen.used) keys.delete(nonce);
    const late = nonces.some((nonce) => !keys.has(nonce)) || block - movedAt >= BUMP_AFTER_BLOCKS;
    const stuck = nonces.length > 0 && late && !kind.neverBumps;
    const channels = visible(seen.channels, block);
    const view = { channels, baseFeeWei: baseFeeWei(block), maxGas: BLOCK_GAS };
    const underway = new Set(stuck ? [] : [...keys.values()].flat());
    let defences = planDefences(view, held, secOf(block), rules, underway);
    if (kind.firstComeFirstServed) {
      defences.sort((a, b) => (a.vouchers[0]!.channelId < b.vouchers[0]!.channelId ? -1 : 1));
      defences = nonces.length > 0 && !stuck ? [] : defences.slice(0, 1);
    }
    const offers = defences.map(
      (defence): Offer => ({
        to: TOKEN,
        data: concatHex(defence.vouchers.map(({ channelId }) => channelId)),
        gas: defence.gas,
        label: "settle",
        keys: defence.vouchers.map(({ channelId }) => channelId),
        maxFeePerGasWei: defence.maxFeePerGasWei,
        bumpPercent: defence.bumpPercent,
      }),
    );
    const base = baseFeeWei(block);
    const bids = planBids({
      firstNonce: seen.used,
      pending: nonces.map((nonce) => journal[nonce]),
      offers,
      stuck,
      market: { baseFeeWei: base, maxFeePerGas: (base * 6n) / 5n + GWEI, maxPriorityFeePerGas: GWEI },
      maxPending: 8,
      balanceWei: 10n ** 24n,
    });
    for (const bid of bids) place(bid);
    if (stuck) for (const nonce of nonces) if (!keys.has(nonce)) keys.set(nonce, []);
    if (stuck || nonces.length === 0) movedAt = block;
    // transactions that the node forgot are broadcast again
    if (stuck) for (const nonce of nonces) send(nonce);
  }

  function visible(all: ReadonlyMap<Hex, Channel>, block: number): Map<Hex, Channel> {
    const shown = new Map<Hex, Channel>();
    for (const [id, channel] of all) {
      if (channel.closesAt === 0) continue;
      const passed = 1 - (channel.closesAt - secOf(block)) / channel.windowSec;
      if (passed < (kind.startsAfter ?? 0)) continue;
      if (channel.settled > 0n) seenSettled.add(id);
      if (kind.ignoresReorgs && seenSettled.has(id)) continue;
      shown.set(id, channel);
    }
    return shown;
  }

  function place({ nonce, offer, fees }: Bid): void {
    journal[nonce] = { to: offer.to, data: offer.data, gas: offer.gas, fees, ids: offer.keys as Hex[] };
    keys.set(nonce, offer.keys as Hex[]);
    send(nonce);
  }

  /** A node takes a replacement that pays a tenth more; now and then a node swallows a transaction. */
  function send(nonce: number): void {
    if (luck() < 0.05) return;
    const sent = journal[nonce]!;
    const waiting = pool.get(nonce);
    const enough = (now: bigint, before: bigint) => now * 10n >= before * 11n;
    const taken =
      !waiting ||
      (enough(sent.fees.maxFeePerGas, waiting.fees.maxFeePerGas) &&
        enough(sent.fees.maxPriorityFeePerGas, waiting.fees.maxPriorityFeePerGas));
    if (taken && nonce >= chain.at(-1)!.used) pool.set(nonce, { ...sent, nonce });
  }

  function restart(): void {
    keys = new Map();
    movedAt = 0;
    if (kind.memoryOnly) {
      held = [];
      seenSettled = new Set();
    }
  }

  /* TIME GOES BY */

  const outcome = {
    closes,
    defensible: 0,
    lost: 0,
    lostDefensible: 0,
    gasWei: 0n,
    savedWei: 0n,
    reorgs: 0,
    restarts: 0,
  };
  for (let block = 1; block < blocks; block += 1) {
    if (awake(block)) {
      if (!awake(block - 1) || chance(0.01)) {
        restart();
        outcome.restarts += 1;
      }
      tick(block);
    }
    if (chance(0.02)) pool = new Map();
    mine(block);
    if (block > 10 && chance(0.03)) {
      outcome.reorgs += 1;
      reorg(between(1, 5), block + 1, journal);
    }
  }

  const end = chain.at(-1)!;
  outcome.gasWei = end.gasWei;
  for (const [id, channel] of end.channels) {
    const { cumulative } = vouchers[Number(BigInt(id)) - 1]!;
    const defensible = affordableBlocks(id) >= AFFORDABLE_BLOCKS;
    const lost = owedWei({ cumulative }, channel) > 0n;
    outcome.savedWei += channel.settled;
    if (defensible) outcome.defensible += 1;
    if (lost) outcome.lost += 1;
    if (lost && defensible) outcome.lostDefensible += 1;
  }
  return outcome;

  /** The blocks of a channel's window in which the tower could have paid for this channel alone. */
  function affordableBlocks(id: Hex): number {
    const startedAt = closesDone.get(id)!;
    const { deposit } = start.channels.get(id)!;
    const { windowSec } = start.channels.get(id)!;
    const { cumulative } = vouchers[Number(BigInt(id)) - 1]!;
    const stakeWei = min(cumulative, deposit);
    let count = 0;
    for (let block = startedAt + 1; secOf(block) < secOf(startedAt) + windowSec; block += 1) {
      const secondsLeft = secOf(startedAt) + windowSec - secOf(block);
      const stake = { stakeWei, secondsLeft, windowSec, payUpToBps: rules.payUpToBps };
      const most = maxFee({ stakes: [stake], gas: settlementGas([{}]), capWei: rules.maxFeePerGasWei });
      if (awake(block) && !within(block, lag) && baseFeeWei(block) + tipWei(block) <= most) count += 1;
    }
    return count;
  }
}

const min = (a: bigint, b: bigint) => (a < b ? a : b);

/** Numbers from 0 to 1 that depend on the seed alone. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
