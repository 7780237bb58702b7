// SPDX-License-Identifier: GPL-3.0-or-later
import { paymentChannelsAbi, splitRollupAbi } from "../../sdk/abis.generated.ts";
import { stream } from "../screen/stream.ts";
import type { Telling } from "./telling.ts";
import { waitUntil } from "./waiting.ts";
import type { Viewing } from "./watching.ts";

type Paid = Pick<Viewing, "channelId" | "paidWei">;

/** The act: resolves once the sequencer has settled every channel of `viewings`. */
export async function settleChannels(
  { chain, screen, signal }: Telling,
  viewings: readonly Paid[],
): Promise<void> {
  const { PaymentChannels } = chain.deployment.contracts;
  const settledOf = ({ channelId }: Paid) =>
    chain.publicClient
      .readContract({
        address: PaymentChannels,
        abi: paymentChannelsAbi,
        functionName: "channelOf",
        args: [channelId],
      })
      .then(({ settled }) => settled);
  await screen.during(
    "the sequencer settles the channels",
    () =>
      waitUntil(
        "the settlement of every channel",
        async () => {
          const settled = await Promise.all(viewings.map(settledOf));
          return viewings.every(({ paidWei }, i) => settled[i] === paidWei);
        },
        { signal },
      ),
    () =>
      `the channels are settled: ${stream(viewings.reduce((sum, { paidWei }) => sum + paidWei, 0n))} of revenue`,
  );
}

/** The act: resolves once the prover has sealed, proved and settled every batch that is begun. */
export async function proveBatches({ chain, screen, signal }: Telling): Promise<void> {
  const segment = () =>
    chain.publicClient.readContract({
      address: chain.deployment.contracts.SplitRollup,
      abi: splitRollupAbi,
      functionName: "segmentOf",
      args: [0n],
    });
  const { openEntries, sealedBatches } = await segment();
  const begun = sealedBatches + (openEntries > 0 ? 1n : 0n);
  await screen.during(
    "the prover seals the batches, proves them and settles them",
    () =>
      waitUntil("the settlement of every batch", async () => (await segment()).settledBatches >= begun, {
        signal,
      }),
    () => "every batch is proved and settled",
  );
}
