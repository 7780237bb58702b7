// SPDX-License-Identifier: GPL-3.0-or-later
import { keyWords as channelWords } from "./drawChannels.ts";
import { keyWords as grantWords } from "./drawSavings.ts";
import { keyWords as streamWords } from "./drawStreams.ts";
import { type History, OPERATIONS_A_HISTORY, type Step } from "./history.ts";
import { ACTORS } from "./scene.ts";
import { STATUSES } from "./streams.ts";
import { OPERATIONS, type World } from "./world.ts";

type Word = number | bigint;

/** After how many operations all is compared, not only what moved. */
const CHECK_EVERY = 10;

/**
 * A history as Histories.t.sol reads it: numbers, each a byte that says how many bytes follow, and those, big-endian.
 *
 *     history  steps, step × steps
 *     step     at, operation, caller, words…, selector, returned + 1 (0: nothing to compare), moved, check
 *     moved    cells, (cell, signed amount) × cells
 *     check    0, or 1 and all that {standing} lists
 */
export function encode(history: History, watch: (step: Step, number: number) => void): Buffer {
  const bytes: number[] = [];
  write(bytes, OPERATIONS_A_HISTORY);
  for (let i = 1; i <= OPERATIONS_A_HISTORY; ++i) {
    const step = history.step();
    watch(step, i);
    for (const word of stepWords(step)) write(bytes, word);
    const isCheck = i % CHECK_EVERY === 0;
    for (const word of isCheck ? [1, ...standing(history.world)] : [0]) write(bytes, word);
  }
  return Buffer.from(bytes);
}

function stepWords({ at, name, caller, words, selector, returned, moved }: Step): Word[] {
  const cells = [...moved].flatMap(([cell, amount]) => [cell, signed(amount)]);
  const said = returned === undefined ? 0n : returned + 1n;
  return [at, OPERATIONS.indexOf(name), caller, ...words, selector, said, moved.size, ...cells];
}

/** What the contracts' views should say. */
function standing({ streams, pools, channels, vesting, staking }: World): Word[] {
  const list = <Key>(keys: Map<string, Key>, words: (key: Key) => Word[]): Word[] => [
    keys.size,
    ...[...keys.values()].flatMap(words),
  ];
  return [
    ...list(streams.keys, (key) => {
      const { status, accrued, refundable, depletesAt } = streams.standingOf(key);
      return [...streamWords(key), STATUSES.indexOf(status), accrued, refundable, depletesAt];
    }),
    ...list(pools.keys, (key) => [key.content, key.payee, key.token, pools.collectableOf(key)]),
    ...list(channels.keys, (key) => {
      const { deposit, settled, closesAt, windowSec } = channels.standingOf(key);
      return [...channelWords(key), deposit, settled, closesAt, windowSec];
    }),
    ...list(vesting.keys, (key) => {
      const { total, released, releasable } = vesting.standingOf(key);
      return [...grantWords(key), total, released, releasable];
    }),
    ...Array.from({ length: ACTORS }, (_, actor) => [
      staking.amountOf(actor),
      staking.earnedOf(actor),
    ]).flat(),
  ];
}

/** Even: zero or more; odd: below zero. */
const signed = (amount: bigint) => (amount < 0n ? -2n * amount - 1n : 2n * amount);

function write(bytes: number[], word: Word): void {
  const digits = word === 0 || word === 0n ? "" : word.toString(16);
  bytes.push((digits.length + 1) >> 1);
  const padded = digits.length % 2 === 0 ? digits : `0${digits}`;
  for (let i = 0; i < padded.length; i += 2) bytes.push(Number.parseInt(padded.slice(i, i + 2), 16));
}
