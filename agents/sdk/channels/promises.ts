// SPDX-License-Identifier: MIT
import { bytesToHex, type Hex } from "viem";
import { parseBaseUrl } from "../wire/baseUrl.ts";

/** The promises of one channel, which all payment sessions of a page or process share. Amounts in wei. */
export type Promises = {
  depositWei: bigint;
  /** The cumulative that the sequencer accepted. */
  paidWei: bigint;
  /** Added to the channel by a payment that failed in its middle: the next payment counts it. */
  uncountedWei: bigint;
  /** Whether the sequencer was asked what it accepted before. */
  begun: boolean;
  queue: Promise<unknown>;
  /** The name under which all of them post: see {@link PostOptions}. */
  readonly postedBy: string;
};

const known = new Map<string, WeakRef<Promises>>();

/** The promises of a channel to a sequencer: the same for each session, so that the sessions' payments add up. */
export function promisesOf(
  channelId: Hex,
  sequencerUrl: string,
  { depositWei, paidWei = 0n }: { depositWei: bigint; paidWei?: bigint | undefined },
): Promises {
  const name = `${channelId} ${parseBaseUrl(sequencerUrl)}`;
  const fresh: Promises = {
    ...{ depositWei, paidWei, uncountedWei: 0n },
    ...{ begun: false, queue: Promise.resolve() },
    postedBy: bytesToHex(crypto.getRandomValues(new Uint8Array(16))),
  };
  const promises = known.get(name)?.deref() ?? fresh;
  if (promises === fresh) known.set(name, new WeakRef(fresh));
  if (depositWei > promises.depositWei) promises.depositWei = depositWei;
  if (paidWei > promises.paidWei) promises.paidWei = paidWei;
  return promises;
}
