// SPDX-License-Identifier: GPL-3.0-or-later
import { join } from "node:path";
import type { Hex, PrivateKeyAccount } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import type { ChainConnection } from "../kernel/chain/chain.ts";
import { makeDirectory } from "../kernel/process/directory.ts";
import { UserError } from "../kernel/process/errors.ts";
import { paymentChannelsAbi } from "../sdk/abis.generated.ts";
import type { Payee } from "../sdk/chain/payee.ts";
import { readEvents } from "../sdk/chain/readEvents.ts";
import { type ChannelKey, channelIdOf, statusOfChannel } from "../sdk/channels/channel.ts";
import { getChannel } from "../sdk/channels/getChannel.ts";
import { openChannel } from "../sdk/channels/openChannel.ts";
import { newSessionKey, type SessionStore } from "../sdk/channels/sessionStore.ts";
import { fileSessionStore } from "../sdk/node/fileSessionStore.ts";
import type { Wallet } from "./wallet.ts";

export type ChannelOfMine = { channelId: Hex; key: ChannelKey; sessionAccount: PrivateKeyAccount };

/** The store of a wallet's session keys. */
export function sessionsOf(directory: string): SessionStore {
  const path = join(directory, "session-keys");
  const store = fileSessionStore(path);
  return {
    ...store,
    async save(session) {
      makeDirectory(path, { mode: 0o700 });
      await store.save(session);
    },
  };
}

/** Opens a channel with a fresh session key, which is on disk before the deposit leaves. */
export async function openNewChannel(
  { chain, directory }: Wallet<"PaymentChannels" | "StreamToken">,
  { payee, depositWei, windowSec }: { payee: Payee; depositWei: bigint; windowSec: number },
): Promise<ChannelOfMine> {
  const { PaymentChannels: paymentChannels, StreamToken: token } = chain.deployment.contracts;
  const { sessionKey, address } = newSessionKey();
  // a new session key makes any salt new
  const key = { payer: chain.walletClient.account.address, payee, token, salt: 0n, sessionKey: address };
  const contract = { chainId: chain.chainId, paymentChannels };
  const channelId = channelIdOf({ ...contract, key });
  await sessionsOf(directory).save({ ...contract, channelId, key, windowSec, sessionKey });
  await openChannel.sync(chain.walletClient, { ...key, paymentChannels, windowSec, depositWei });
  return { channelId, key, sessionAccount: privateKeyToAccount(sessionKey) };
}

/** Loads the session key of a channel that this wallet opened. Throws a UserError when the key is not in `directory`. */
export async function loadSessionKey(
  directory: string,
  channelId: Hex,
  key: ChannelKey,
): Promise<ChannelOfMine> {
  const stored = await sessionsOf(directory).load(channelId);
  if (stored) return { channelId, key, sessionAccount: privateKeyToAccount(stored.sessionKey) };
  throw new UserError(
    `The session key of channel ${channelId} is not in ${directory}.`,
    "Watch with the wallet and --data-dir that opened the channel, or open another.",
  );
}

/** Finds the key of a channel that this wallet opened: where its session is stored, else in the chain's logs. */
export async function findChannelKey(
  { chain, directory }: Wallet<"PaymentChannels">,
  channelId: Hex,
): Promise<ChannelKey> {
  const contract = { chainId: chain.chainId, paymentChannels: chain.deployment.contracts.PaymentChannels };
  // a file that is damaged keeps nobody from closing
  const key = (
    await sessionsOf(directory)
      .load(channelId)
      .catch(() => undefined)
  )?.key;
  const isOfChannel = key !== undefined && channelIdOf({ ...contract, key }) === channelId.toLowerCase();
  // a session is stored before its channel is opened
  const status =
    isOfChannel && statusOfChannel(await getChannel(chain.publicClient, { channelId, ...contract }));
  return isOfChannel && status !== "none" ? key : readChannelKey(chain, channelId);
}

/** Reads a channel's key from the log of its opening. Throws a UserError when the channel was never opened. */
export async function readChannelKey(
  chain: ChainConnection<"PaymentChannels">,
  channelId: Hex,
): Promise<ChannelKey> {
  const [opened] = await readEvents(chain.publicClient, {
    abi: paymentChannelsAbi,
    address: chain.deployment.contracts.PaymentChannels,
    eventName: "Opened",
    args: { channelId },
    fromBlock: chain.deployment.startBlock,
  });
  if (!opened)
    throw new UserError(`Chain ${chain.chainId} has no channel ${channelId}.`, "Check the id and --rpc-url.");
  const { payer, payee, token, salt, sessionKey } = opened.args;
  return { payer, payee, token, salt, sessionKey };
}
