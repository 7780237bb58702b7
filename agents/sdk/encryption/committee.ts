// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import type { Coordinates } from "./curve.ts";

/** The nodes that together open capsules: any `threshold` of them, and no fewer. */
export type Committee = {
  id: Hex;
  /** Counts the refreshes of the shares, from 0; the public key stays. */
  epoch: number;
  threshold: number;
  /** Y: what works are sealed to. */
  publicKey: Coordinates;
  /** By index: member i, counted from 1, stands at place i − 1. Whoever is not to be asked keeps its place, without an endpoint. */
  members: readonly CommitteeMember[];
};

export type CommitteeMember = {
  /** The account that signs its answers. */
  address: Address;
  /** The node's base URL; empty where nobody serves. */
  endpoint: string;
  /** The member's share times the generator. */
  point: Coordinates;
};
