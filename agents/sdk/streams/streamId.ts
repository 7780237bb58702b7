// SPDX-License-Identifier: MIT
import { type Address, concatHex, encodeAbiParameters, getAddress, type Hex, keccak256, slice } from "viem";
import type { StreamKey } from "./stream.ts";

const tagParameters = [{ type: "address" }, { type: "bytes32" }, { type: "uint64" }] as const;
const keyParameters = [{ type: "bytes32" }, { type: "bytes32" }, { type: "address" }] as const;

/** `salt` tells apart the streams from one opener to one viewer for one content: a uint64, 0 for `initiateStream`. */
export type StreamIdOfParameters = { viewer: Address; opener?: Address; contentId: Hex; salt?: bigint };

/** @returns The id of the stream that `opener`, who is the viewer by default, opens for `viewer`. */
export function streamIdOf({ viewer, opener = viewer, contentId, salt = 0n }: StreamIdOfParameters): Hex {
  const tag = keccak256(encodeAbiParameters(tagParameters, [opener, contentId, salt]));
  return concatHex([viewer.toLowerCase() as Address, slice(tag, 20)]);
}

/** @returns The viewer of a stream, who may change it and gets refunds. */
export function viewerOf(id: Hex): Address {
  return getAddress(slice(id, 0, 20));
}

/** @returns The name of a stream in events; as a number, the id of its position. */
export function keyHashOf({ id, payee, token }: StreamKey): Hex {
  return keccak256(encodeAbiParameters(keyParameters, [id, payee, token]));
}
