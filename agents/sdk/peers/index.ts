// SPDX-License-Identifier: MIT
// The door `@tributary/sdk/peers`: viewers of a work who bring each other chunks.
export * from "./connection.ts";
export { MOST_PEERS, pairScore, peerId } from "./drawPairs.ts";
export type { PeerName } from "./exchange.ts";
export * from "./offerReceipts.ts";
export * from "./peerEntry.ts";
export type { BookStore, PeerIdentity, PeerReceipt } from "./receiptBook.ts";
export * from "./signalMessages.ts";
export * from "./swarm.ts";
