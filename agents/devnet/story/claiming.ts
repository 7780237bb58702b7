// SPDX-License-Identifier: GPL-3.0-or-later
import { builtCircuit } from "../../../circuits/builtCircuit.ts";
import { claimShare } from "../../splits/claims.ts";
import { prove, stopProving } from "../../splits/prove.ts";
import type { Person } from "./cast.ts";
import type { Work } from "./publishing.ts";
import type { ProofTimes, Telling } from "./telling.ts";

/** The act: every collaborator claims its share of every split that it is in. */
export async function claimShares(
  { chain, screen, signal }: Telling,
  works: readonly Work[],
  collaborators: ReadonlyMap<string, Person>,
): Promise<ProofTimes> {
  const { publicClient } = chain;
  const { contracts, startBlock } = chain.deployment;
  const byAddress = new Map([...collaborators.values()].map((person) => [person.account.address, person]));
  const shares = works.flatMap(({ split, table }) =>
    table.map(({ recipient }, position) => ({ split, table, position, person: byAddress.get(recipient)! })),
  );
  return screen.during(
    "the collaborators claim their shares",
    async () => {
      const startedAt = performance.now();
      let proofs = 0;
      for (const [done, { split, table, position, person }] of shares.entries()) {
        signal.throwIfAborted();
        screen.progress(`${person.name} proves share ${done + 1} of ${shares.length}`);
        const { transactionHash } = await claimShare(person.wallet, {
          publicClient,
          rollup: contracts.SplitRollup,
          startBlock,
          split,
          table,
          position,
          prove: (signals) => prove(builtCircuit("claim"), signals),
        });
        if (transactionHash) proofs += 1;
      }
      const seconds = (performance.now() - startedAt) / 1000;
      await stopProving();
      return { proofs, seconds };
    },
    ({ proofs }) => `${collaborators.size} collaborators claimed ${proofs} shares, each by its proof`,
  );
}
