// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import {
  openFunction,
  StreamOpenedEvent,
  streamingProtocolErrors,
} from "../abis/streamingProtocol.generated.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import type { FundingSource } from "../chain/fundingSource.ts";
import { takes } from "../chain/takes.ts";
import type { Rate } from "./rate.ts";

export type OpenStreamParameters = {
  contentId: Hex;
  /** Any ERC-20; zero for prepaid ETH; STREAM by default. */
  token?: Address | undefined;
  rate: Rate;
  depositWei: bigint;
  /** The viewer, who may change the stream and gets refunds; the account by default. */
  viewer?: Address | undefined;
  /** Tells apart the account's streams to one viewer for one content; 0 by default. */
  salt?: bigint | undefined;
  /** `allowance` by default. */
  source?: FundingSource | undefined;
};

/**
 * Opens a stream to the payee of a content. The stream flows until its deposit ends; anyone may top it up. `key` names the
 * stream in every other call.
 *
 * @throws ContractRefused, as of `Streams_AlreadyOpen`.
 * @example
 * const rate = rateOf({ amountWei: parseEther("9"), perSeconds: 30 * 86_400 });
 * const { key } = await client.stream.openSync({
 *   contentId, rate, depositWei: depositOver(rate, 3_600), source: "permit",
 * });
 */
export const openStream = defineWrite({
  contract: "streamingProtocol",
  functions: [openFunction],
  event: StreamOpenedEvent,
  errors: streamingProtocolErrors,
  deposit: takes(({ token, depositWei, source = "allowance" }: OpenStreamParameters, { addressOf }) => ({
    source,
    token: token ?? addressOf("streamToken"),
    amountWei: depositWei,
  })),
  call: (
    { contentId, token, rate, depositWei, viewer, salt = 0n }: OpenStreamParameters,
    { account, addressOf },
    funding,
  ) => {
    const terms = { contentId, viewer: viewer ?? account, salt, token: token ?? addressOf("streamToken") };
    return { args: [{ ...terms, rate, deposit: depositWei }, funding] };
  },
  result: ({ id, payee, token }) => ({ key: { id, payee, token } }),
});
