// SPDX-License-Identifier: MIT
import type { Edge } from "../../content/requestChunk.ts";
import type { CommittedContent } from "../../content/tree.ts";
import { ChunkMap } from "../chunkMap.ts";
import type { NewConnection } from "../connection.ts";
import { openLink, type PeerLink } from "../peerLink.ts";
import type { PeerMessage } from "../peerMessages.ts";
import type { PeerIdentity } from "../receiptBook.ts";
import { type SocketLike, startSignalling } from "../signalling.ts";

/** A peer that enters as others do, says that it has every chunk, and does what `onMessage` does, whatever that is. */
export function strangePeer({
  content,
  edges,
  identity,
  newConnection,
  onMessage,
}: {
  content: CommittedContent;
  edges: readonly Edge[];
  identity: PeerIdentity;
  newConnection: NewConnection;
  onMessage(message: PeerMessage, link: PeerLink, from: string): void;
}): { stop(): void; links: ReadonlyMap<string, PeerLink> } {
  const leafCount = Number(content.leafCount);
  const links = new Map<string, PeerLink>();
  const everything = new ChunkMap(leafCount);
  for (let index = 0; index < leafCount; index += 1) everything.set(index, true);

  function meet(id: string, isCaller: boolean): PeerLink {
    const link = openLink({
      connection: newConnection({ iceServers: [], iceTransportPolicy: "all" }),
      ...{ isCaller, leafCount },
      onSignal: (signal) => signalling.tell(id as `0x${string}`, signal),
      onOpen() {
        for (const message of everything.messages()) link.say(message);
      },
      onMessage: (message) => onMessage(message, link, id),
      onEnd: () => links.delete(id),
    });
    links.set(id, link);
    return link;
  }

  const signalling = startSignalling({
    ...{ contentId: content.contentId, edges, identity },
    newSocket: (url) => new WebSocket(url) as SocketLike,
    onEntered() {},
    onDrawn(peers) {
      for (const { id, calls } of peers) if (calls && !links.has(id)) meet(id, true);
    },
    onSignal: (id, signal) => (links.get(id) ?? meet(id, false)).signal(signal),
  });
  return {
    links,
    stop() {
      signalling.stop();
      for (const link of links.values()) link.close();
    },
  };
}
