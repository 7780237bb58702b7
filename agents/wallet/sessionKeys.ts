// SPDX-License-Identifier: GPL-3.0-or-later
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { getAbiItem, type Hex, type PrivateKeyAccount } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import type { ChainConnection } from "../kernel/chain/chain.ts";
import { headOf } from "../kernel/chain/head.ts";
import { readLogs } from "../kernel/chain/readLogs.ts";
import { UserError } from "../kernel/process/errors.ts";
import { paymentChannelsAbi } from "../sdk/abis.generated.ts";
import type { Payee } from "../sdk/chain/payee.ts";
import type { ChannelKey } from "../sdk/channels/channel.ts";
import { openChannel } from "../sdk/channels/openChannel.ts";
import type { Wallet } from "./wallet.ts";

export type ChannelOfMine = { channelId: Hex; key: ChannelKey; sessionAccount: PrivateKeyAccount };

/** Opens a channel with a fresh session key, which is on disk before the deposit leaves. */
export async function openNewChannel(
  { chain, directory }: Wallet<"PaymentChannels" | "StreamToken">,
  { payee, depositWei, windowSec }: { payee: Payee; depositWei: bigint; windowSec: number },
): Promise<ChannelOfMine> {
  const sessionKey = generatePrivateKey();
  const sessionAccount = privateKeyToAccount(sessionKey);
  const path = sessionKeyPath(directory, sessionAccount.address);
  mkdirSync(join(directory, "session-keys"), { recursive: true });
  writeFileSync(path, `${sessionKey}\n`, { mode: 0o600 });
  const { PaymentChannels, StreamToken } = chain.deployment.contracts;
  const { channelId, key } = await openChannel(chain.walletClient, {
    paymentChannels: PaymentChannels,
    token: StreamToken,
    payee,
    // a new session key makes any salt new
    salt: 0n,
    sessionKey: sessionAccount.address,
    windowSec,
    depositWei,
  });
  return { channelId, key, sessionAccount };
}

/** Loads the session key of a channel that this wallet opened. Throws a UserError when the key is not in `directory`. */
export function loadSessionKey(directory: string, channelId: Hex, key: ChannelKey): ChannelOfMine {
  try {
    const sessionKey = readFileSync(sessionKeyPath(directory, key.sessionKey), "utf8").trim() as Hex;
    return { channelId, key, sessionAccount: privateKeyToAccount(sessionKey) };
  } catch (error) {
    throw new UserError(
      `The session key of channel ${channelId} is not in ${directory}.`,
      "Watch with the wallet and --data-dir that opened the channel, or open another.",
      { cause: error },
    );
  }
}

/** Reads a channel's key from the log of its opening. Throws a UserError when the channel was never opened. */
export async function readChannelKey(
  chain: ChainConnection<"PaymentChannels">,
  channelId: Hex,
): Promise<ChannelKey> {
  const filter = {
    address: chain.deployment.contracts.PaymentChannels,
    event: getAbiItem({ abi: paymentChannelsAbi, name: "Opened" }),
    args: { channelId },
    strict: true,
  } as const;
  const [opened] = await readLogs((range) => chain.publicClient.getLogs({ ...filter, ...range }), {
    fromBlock: chain.deployment.startBlock,
    toBlock: (await headOf(chain.publicClient).look()).number,
    isEnough: (found) => found.length > 0,
  });
  if (!opened)
    throw new UserError(`Chain ${chain.chainId} has no channel ${channelId}.`, "Check the id and --rpc-url.");
  const { payer, payee, token, salt, sessionKey } = opened.args;
  return { payer, payee, token, salt, sessionKey };
}

const sessionKeyPath = (directory: string, address: string) =>
  join(directory, "session-keys", `${address.toLowerCase()}.key`);
