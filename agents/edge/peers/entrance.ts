// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, type Hex, isAddressEqual, zeroAddress } from "viem";
import type { ChainConnection } from "../../kernel/chain/chain.ts";
import type { Clock } from "../../kernel/process/clock.ts";
import { interactionInputsAbi } from "../../sdk/abis.generated.ts";
import { recoverSigner } from "../../sdk/chain/recoverSigner.ts";
import { EPOCH_SEC } from "../../sdk/content/holding.ts";
import { LAST_POSTING } from "../../sdk/interactions/actors.ts";
import { type PeerEntry, peerEntryTypedData } from "../../sdk/peers/peerEntry.ts";

export type Entrance = {
  /** The actor's first key, if it signed the entry. */
  keyOf(entry: PeerEntry, signature: Hex): Promise<Address | undefined>;
  /**
   * The hash of a block that was not there when the actor first entered in this epoch: the same for all that it enters in the epoch.
   * Rejects with the signal's reason.
   */
  beaconOf(actor: number, signal: AbortSignal): Promise<Hex>;
};

const LOOK_MS = 1_000;
/** Actors that are remembered in an epoch. */
const MOST_ACTORS = 10_000;

/** Looks at the chain for those who enter, and for nobody else. */
export function createEntrance(chain: ChainConnection<"InteractionInputs">, clock: Clock): Entrance {
  const { publicClient, chainId } = chain;
  const interactionInputs = chain.deployment.contracts.InteractionInputs;
  const contract = { address: interactionInputs, abi: interactionInputsAbi } as const;
  /** By actor; a number is the block after which the beacon comes. */
  const entered = new Map<number, { after: bigint } | { beacon: Hex }>();
  let epoch = -1;
  let looking: Promise<void> | undefined;

  function turn(): void {
    const now = Math.floor(clock.nowMs() / 1_000 / EPOCH_SEC);
    if (now !== epoch) entered.clear();
    epoch = now;
  }

  /** One look for all that wait. */
  async function look(): Promise<void> {
    await clock.sleep(LOOK_MS);
    const { number, hash } = await publicClient.getBlock({ blockTag: "latest" });
    for (const [actor, entry] of entered)
      if ("after" in entry && entry.after < number) entered.set(actor, { beacon: hash });
  }

  return {
    async keyOf(entry, signature) {
      const data = peerEntryTypedData({ chainId, interactionInputs }, entry);
      const signer = await recoverSigner(data, signature);
      if (!signer) return undefined;
      const args = [BigInt(entry.actor), LAST_POSTING] as const;
      const key = await publicClient.readContract({ ...contract, functionName: "keyOf", args });
      return key !== zeroAddress && isAddressEqual(signer, key) ? key : undefined;
    },
    async beaconOf(actor, signal) {
      turn();
      if (!entered.has(actor)) {
        if (entered.size >= MOST_ACTORS) throw new Error("too many actors in this epoch");
        const after = await publicClient.getBlockNumber({ cacheTime: 0 });
        if (!entered.has(actor)) entered.set(actor, { after });
      }
      for (;;) {
        signal.throwIfAborted();
        const entry = entered.get(actor);
        if (!entry) throw new Error("the epoch is over");
        if ("beacon" in entry) return entry.beacon;
        looking ??= look().finally(() => {
          looking = undefined;
        });
        await looking;
      }
    },
  };
}
