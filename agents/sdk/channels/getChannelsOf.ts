// SPDX-License-Identifier: MIT
import { type Address, getAddress, type Hex } from "viem";
import { OpenedEvent } from "../abis/paymentChannels.generated.ts";
import type { AnyClient } from "../chain/clients.ts";
import { type DiscoveryOptions, findOpenings } from "../chain/findOpenings.ts";
import { readAll } from "../chain/readAll.ts";
import { readEvents } from "../chain/readEvents.ts";
import {
  type Channel,
  type ChannelKey,
  type ChannelStatus,
  channelIdOf,
  channelsOf,
  statusOfChannel,
  type WithChannels,
} from "./channel.ts";
import { getChannel } from "./getChannel.ts";

export type GetChannelsOfParameters = DiscoveryOptions & WithChannels & { payer: Address };
export type GetChannelsOfReturnType = OwnChannel[];
/** A channel that is open or closing. */
export type OwnChannel = Channel & { channelId: Hex; key: ChannelKey; status: ChannelStatus };

/**
 * Finds the channels of a payer that are open or closing, with one query of logs: the payees' sequencers list them, the
 * chain confirms each, and the cache spares the next visit the question. A sequencer can leave channels out, and can make up none.
 *
 * @throws SequencerUnreachable, NotASequencer: without `sequencerUrls`, the same call reads the logs instead.
 * @example
 * const channels = await client.channel.getChannelsOf({ payer, sequencerUrls: [sequencerUrl], cache: localStorage });
 */
export async function getChannelsOf(
  client: AnyClient,
  { payer, paymentChannels, ...options }: GetChannelsOfParameters,
): Promise<GetChannelsOfReturnType> {
  const contract = channelsOf(client, { paymentChannels });
  const owner = getAddress(payer);
  const at = { paymentChannels: contract.paymentChannels };
  const idOf = (key: ChannelKey) => channelIdOf({ ...contract, key });
  return findOpenings<ChannelKey, OwnChannel>(
    client,
    {
      name: `tributary/channels/${contract.chainId}/${contract.paymentChannels}/${owner}`.toLowerCase(),
      list: { path: "channels", owner: { payer: owner } },
      keyOf: (json) => ownKey(json, owner),
      idOf,
      async read(range) {
        const opened = await readEvents(client, {
          ...{ abi: [OpenedEvent], address: contract.paymentChannels, eventName: "Opened" },
          ...{ args: { payer: owner }, ...range },
        });
        return opened.map(({ args: { payer, payee, token, salt, sessionKey } }) => ({
          ...{ payer, payee, token, salt, sessionKey },
        }));
      },
      async verify(keys) {
        const ids = keys.map(idOf);
        const stored = await readAll(
          client,
          ids.map((channelId) => getChannel.call(client, { channelId, ...at })),
        );
        return stored.flatMap((channel, n) => {
          const status = statusOfChannel(channel);
          const isOver = status === "none" || status === "closed";
          return isOver ? [] : [{ channelId: ids[n]!, key: keys[n]!, status, ...channel }];
        });
      },
    },
    options,
  );
}

/** A key of `payer`, of which any field may be made up; undefined for what is none. */
function ownKey(
  { payer, payee, token, salt, sessionKey }: Record<keyof ChannelKey, string>,
  owner: Address,
): ChannelKey | undefined {
  try {
    if (getAddress(payer) !== owner || !/^0x[0-9a-f]{64}$/i.test(payee)) return undefined;
    if (!/^[0-9]{1,20}$/.test(salt) || BigInt(salt) >> 64n !== 0n) return undefined;
    return {
      ...{ payer: owner, payee: payee.toLowerCase() as Hex, token: getAddress(token), salt: BigInt(salt) },
      sessionKey: getAddress(sessionKey),
    };
  } catch {
    return undefined;
  }
}
