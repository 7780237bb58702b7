// SPDX-License-Identifier: GPL-3.0-or-later
import type { Hex } from "viem";
import { type Clock, systemClock } from "../process/clock.ts";
import { UserError } from "../process/errors.ts";
import type { ChainClient } from "./chain.ts";
import { headOf } from "./head.ts";

/** The pause between two looks at what is in memory already. */
const LOOK_MS = 500;
/** The pause between two questions for the genesis block while nothing is odd. */
const ASK_MS = 60_000;

export type SwapWatch = { broken: Promise<UserError>; stop(): Promise<void> };

/**
 * Watches for an RPC that serves another chain than the one that a role began on: a development chain that was started
 * anew, or a URL that leads elsewhere since. What the role holds means nothing there. Asks when the head goes back, and
 * once a minute; believes the second answer only, since one node of many may be wrong.
 */
export function watchForSwap(options: {
  publicClient: Pick<ChainClient, "getBlock">;
  chainId: number;
  genesisHash: Hex;
  directory: string;
  clock?: Clock;
}): SwapWatch {
  const { publicClient, chainId, genesisHash, directory, clock = systemClock } = options;
  const head = headOf(publicClient);
  const stopping = new AbortController();
  let found: (fault: UserError) => void;
  const broken = new Promise<UserError>((resolve) => {
    found = resolve;
  });

  async function otherGenesis(): Promise<Hex | undefined> {
    const { hash } = await publicClient.getBlock({ blockNumber: 0n });
    return hash === genesisHash ? undefined : hash;
  }

  async function watch(): Promise<void> {
    let highest = 0n;
    let askedMs = clock.nowMs();
    let suspects = 0;
    while (!stopping.signal.aborted) {
      await clock.sleep(LOOK_MS, stopping.signal);
      const number = head.latest()?.number ?? highest;
      if (number >= highest && suspects === 0 && clock.nowMs() - askedMs < ASK_MS) {
        highest = number;
        continue;
      }
      // no answer: asked again at the next look
      const other = await otherGenesis().catch(() => "none" as const);
      if (other === "none") continue;
      askedMs = clock.nowMs();
      highest = number;
      suspects = other === undefined ? 0 : suspects + 1;
      if (other === undefined || suspects < 2) continue;
      found(
        new UserError(
          `The RPC serves another chain now (genesis ${other}) than the chain ${chainId} that this role began on (genesis ${genesisHash}).`,
          `Give --rpc-url an RPC of that chain; or, if that development chain is gone, start again with another --data-dir than ${directory}.`,
        ),
      );
      return;
    }
  }

  const watching = watch().catch(() => {});
  return {
    broken,
    async stop() {
      stopping.abort();
      await watching;
    },
  };
}
