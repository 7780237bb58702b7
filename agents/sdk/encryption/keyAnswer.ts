// SPDX-License-Identifier: MIT
import { bytesToHex, type Hex, hexToBytes } from "viem";
import { concatBytes } from "../content/merkle.ts";
import type { Coordinates } from "./curve.ts";
import { uint32 } from "./keys.ts";
import { numberOf, scalarBytes } from "./scalars.ts";

/** What a member seals to the viewer: its signed answer, without what the viewer knows. Nothing about it is checked yet. */
export type KeyAnswer = {
  epoch: number;
  /** The member's place in its committee, from 1. */
  index: number;
  /** D, which the member says is its share times the capsule's base. */
  result: Coordinates;
  challenge: bigint;
  response: bigint;
  /** Of the operator over the partial decryption, 65 bytes. */
  signature: Hex;
};

const SIGNATURE_BYTES = 65;
export const ANSWER_BYTES = 4 + 1 + 4 * 32 + SIGNATURE_BYTES;

/** `epoch u32 ‖ index u8 ‖ D.x ‖ D.y ‖ c ‖ z ‖ signature 65`. */
export const encodeAnswer = (answer: KeyAnswer): Uint8Array => {
  const { epoch, index, result, challenge, response, signature } = answer;
  const numbers = [result.x, result.y, challenge, response].map(scalarBytes);
  return concatBytes([uint32(epoch), Uint8Array.of(index), ...numbers, hexToBytes(signature)]);
};

/** Reads an answer; undefined for another length. Any number may stand in it. */
export function decodeAnswer(bytes: Uint8Array): KeyAnswer | undefined {
  if (bytes.length !== ANSWER_BYTES) return undefined;
  const epoch = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  const numberAt = (place: number) => numberOf(bytes.subarray(5 + 32 * place, 5 + 32 * (place + 1)));
  return {
    ...{ epoch, index: bytes[4]!, result: { x: numberAt(0), y: numberAt(1) } },
    ...{ challenge: numberAt(2), response: numberAt(3) },
    signature: bytesToHex(bytes.subarray(-SIGNATURE_BYTES)),
  };
}
