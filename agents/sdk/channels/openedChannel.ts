// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import type { WriteContext } from "../chain/defineWrite.ts";
import type { Payee } from "../chain/payee.ts";
import { TributaryError } from "../errors/TributaryError.ts";
import { type ChannelKey, channelIdOf } from "./channel.ts";

/** A channel that was opened. `depositWei`: less than was asked for of a token that takes a fee. */
export type OpenedChannel = { channelId: Hex; key: ChannelKey; depositWei: bigint };

type Opened = {
  channelId: Hex;
  payer: Address;
  payee: Payee;
  token: Address;
  salt: bigint;
  sessionKey: Address;
  deposit: bigint;
};

/**
 * Reads an Opened event: a wallet may have sent from another account than the client's.
 *
 * @throws TributaryError for a contract that names the channel otherwise than the SDK.
 */
export function openedChannel(
  { channelId, payer, payee, token, salt, sessionKey, deposit }: Opened,
  { chainId, contract }: Pick<WriteContext, "chainId" | "contract">,
): OpenedChannel {
  const key = { payer, payee, token, salt, sessionKey };
  const expected = channelIdOf({ chainId, paymentChannels: contract, key });
  if (channelId === expected) return { channelId, key, depositWei: deposit };
  throw new TributaryError(`${contract} opened the channel ${channelId}, not ${expected}`, {
    advice: "check the addresses of the deployment",
  });
}
