// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { tributaryDomain } from "../chain/domain.ts";
import type { PeerIdentity } from "./receiptBook.ts";

/** What an actor's first key signs to meet the viewers of a work over an edge: for that edge and connection alone. */
export type PeerEntry = { contentId: Hex; actor: number; edge: Address; nonce: Hex };

const types = {
  PeerEntry: [
    { name: "contentId", type: "bytes32" },
    { name: "actor", type: "uint32" },
    { name: "edge", type: "address" },
    { name: "nonce", type: "bytes32" },
  ],
} as const;

export const peerEntryTypedData = (
  { chainId, interactionInputs }: Pick<PeerIdentity, "chainId" | "interactionInputs">,
  message: PeerEntry,
) =>
  ({
    domain: tributaryDomain(chainId, interactionInputs),
    types,
    primaryType: "PeerEntry",
    message,
  }) as const;

export const signPeerEntry = (identity: PeerIdentity, entry: Omit<PeerEntry, "actor">): Promise<Hex> =>
  identity.account.signTypedData(peerEntryTypedData(identity, { ...entry, actor: identity.actor }));
