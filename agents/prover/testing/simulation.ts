// SPDX-License-Identifier: GPL-3.0-or-later
import type { Address } from "viem";
import { type Batch, planProver } from "../policy.ts";
import { nameOf, type Peer } from "../turns.ts";
import { served, view } from "./views.ts";

export const MINED_AFTER_SEC = 2;

/** A prover of the simulation: a proof takes `proofSec`, and a dead prover does nothing from `diesAtSec` on. */
export type SimulatedProver = { self: Address; proofSec: number; diesAtSec?: number };

/**
 * Lets provers decide second by second on one chain, each by the real policy, where a settlement is
 * mined after MINED_AFTER_SEC and breaks off the others' proofs of the batch then. Returns the proofs that were made, in order, and the seconds it took.
 */
export function simulate(
  provers: readonly SimulatedProver[],
  given: readonly Batch[],
  known: readonly Address[] = [],
) {
  const startSec = 1_000_000;
  let batches = given.map((one) => ({ ...one, sealedSec: startSec, openedSec: startSec - 100 }));
  const peers = new Map<Address, Peer>(known.map((address) => [address, { address, settledSec: startSec }]));
  const pending: { by: Address; batch: Batch; minedSec: number }[] = [];
  const proofs: { by: Address; batch: string }[] = [];
  const hands = provers.map((prover) => ({
    ...prover,
    proved: new Set<string>(),
    proving: undefined as { name: string; doneSec: number } | undefined,
  }));
  let nowSec = startSec;
  for (; batches.length > 0; nowSec++) {
    if (nowSec > startSec + 10_000) throw new Error("the batches are never settled");
    for (const { by, batch } of pending.filter(({ minedSec }) => minedSec === nowSec)) mine(by, batch);
    for (const hand of hands) {
      if (hand.diesAtSec !== undefined && nowSec - startSec >= hand.diesAtSec) continue;
      if (hand.proving && hand.proving.doneSec <= nowSec) {
        proofs.push({ by: hand.self, batch: hand.proving.name });
        hand.proved.add(hand.proving.name);
        hand.proving = undefined;
      }
      const others = [...peers.values()].filter(({ address }) => address !== hand.self);
      const seen = view({
        self: hand.self,
        nowSec,
        batches,
        isKnown: peers.has(hand.self),
        peers: others,
        proved: hand.proved,
      });
      const { prove, settle } = planProver(seen, served);
      const isSent = pending.some(
        ({ by, batch }) => by === hand.self && settle && nameOf(batch) === nameOf(settle),
      );
      if (settle && !isSent)
        pending.push({ by: hand.self, batch: settle, minedSec: nowSec + MINED_AFTER_SEC });
      if (prove && !hand.proving) hand.proving = { name: nameOf(prove), doneSec: nowSec + hand.proofSec };
    }
  }
  return { proofs, seconds: nowSec - startSec };

  function mine(by: Address, { segment, batch }: Batch): void {
    const name = nameOf({ segment, batch });
    // another's was mined first
    if (!batches.some((one) => nameOf(one) === name)) return;
    peers.set(by, { address: by, settledSec: nowSec });
    batches = batches.filter((one) => nameOf(one) !== name);
    const next = batches.find((one) => one.segment === segment && one.batch === batch + 1n);
    if (next) next.headSec = nowSec;
    for (const hand of hands) {
      hand.proved.delete(name);
      if (hand.proving?.name === name) hand.proving = undefined;
    }
  }
}
