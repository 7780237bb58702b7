// SPDX-License-Identifier: MIT
import { type Address, getAddress, type Hex } from "viem";
import { StreamOpenedEvent } from "../abis/streamingProtocol.generated.ts";
import type { AnyClient } from "../chain/clients.ts";
import { addressOf, chainIdOf } from "../chain/deployment.ts";
import { type DiscoveryOptions, findOpenings } from "../chain/findOpenings.ts";
import { readAll } from "../chain/readAll.ts";
import { readEvents } from "../chain/readEvents.ts";
import { getStream } from "./getStream.ts";
import type { Rate } from "./rate.ts";
import type { Stream, StreamKey } from "./stream.ts";
import { keyHashOf, viewerOf } from "./streamId.ts";

export type GetStreamsOfParameters = DiscoveryOptions & {
  viewer: Address;
  streamingProtocol?: Address | undefined;
};
export type GetStreamsOfReturnType = OwnStream[];
/** A stream that is not cancelled. */
export type OwnStream = Stream & { key: StreamKey };

/**
 * Finds the streams of a viewer that are not cancelled, with one query of logs, as {@link getChannelsOf} finds channels.
 *
 * @throws SequencerUnreachable, NotASequencer: without `sequencerUrls`, the same call reads the logs instead.
 * @example
 * const streams = await client.stream.getStreamsOf({ viewer: address, sequencerUrls: [sequencerUrl], cache: localStorage });
 */
export async function getStreamsOf(
  client: AnyClient,
  { viewer, streamingProtocol, ...options }: GetStreamsOfParameters,
): Promise<GetStreamsOfReturnType> {
  const address = addressOf(client.chain, "streamingProtocol", { streamingProtocol });
  const owner = getAddress(viewer);
  return findOpenings<StreamKey, OwnStream>(
    client,
    {
      name: `tributary/streams/${chainIdOf(client)}/${address}/${owner}`.toLowerCase(),
      list: { path: "streams", owner: { viewer: owner } },
      keyOf: (json) => ownKey(json, owner),
      idOf: keyHashOf,
      async read(range) {
        const opened = await readEvents(client, {
          ...{ abi: [StreamOpenedEvent], address, eventName: "StreamOpened" },
          ...{ args: { viewer: owner }, ...range },
        });
        return opened.map(({ args: { id, payee, token } }) => ({ id, payee, token }));
      },
      async verify(keys) {
        const stored = await readAll(
          client,
          keys.map((key) => getStream.call(client, { key, streamingProtocol: address })),
        );
        return stored.flatMap((stream, n) =>
          stream.rate === 0n ? [] : [{ key: keys[n]!, ...stream, rate: stream.rate as Rate }],
        );
      },
    },
    options,
  );
}

/** A key of `viewer`, of which any field may be made up; undefined for what is none. */
function ownKey(
  { id, payee, token }: Record<keyof StreamKey, string>,
  viewer: Address,
): StreamKey | undefined {
  try {
    const isHex = [id, payee].every((text) => /^0x[0-9a-f]{64}$/i.test(text));
    if (!isHex || viewerOf(id as Hex) !== viewer) return undefined;
    return { id: id as Hex, payee: payee.toLowerCase() as Hex, token: getAddress(token) };
  } catch {
    return undefined;
  }
}
