// SPDX-License-Identifier: MIT
import { type Address, type Hex, hashTypedData, type LocalAccount } from "viem";
import { tributaryDomain } from "../chain/domain.ts";
import { recoverSigner } from "../chain/recoverSigner.ts";
import type { Coordinates } from "../encryption/curve.ts";

/** What a key node signs: its key share times `base`, and the proof. */
export type PartialDecryption = {
  committeeId: Hex;
  epoch: number;
  /** The node's place in the committee in that epoch, from 1. */
  index: number;
  /** The point of a capsule. */
  base: Coordinates;
  /** The key share times the base. */
  result: Coordinates;
  challenge: bigint;
  response: bigint;
};

/** Points that follow from an answer; the court checks each: see {@link slashHints}. */
export type AnswerHints = {
  commitment: Coordinates;
  blindedBase: Coordinates;
  challengedResult: Coordinates;
};

/** The court that judges answers; an answer is valid for one chain and court. */
export type CourtOfKeys = { chainId: number; keyCourt: Address };

const types = {
  PartialDecryption: [
    { name: "committeeId", type: "bytes32" },
    { name: "epoch", type: "uint32" },
    { name: "index", type: "uint8" },
    { name: "base", type: "Point" },
    { name: "result", type: "Point" },
    { name: "challenge", type: "uint256" },
    { name: "response", type: "uint256" },
  ],
  Point: [
    { name: "x", type: "uint256" },
    { name: "y", type: "uint256" },
  ],
} as const;

/** The answer as EIP-712 typed data. */
export function partialDecryptionTypedData({ chainId, keyCourt }: CourtOfKeys, answer: PartialDecryption) {
  return {
    domain: tributaryDomain(chainId, keyCourt),
    types,
    primaryType: "PartialDecryption",
    message: answer,
  } as const;
}

/** The digest that a key node signs, equal to `KeyCourt.answerDigest`. */
export const partialDecryptionDigest = (court: CourtOfKeys, answer: PartialDecryption): Hex =>
  hashTypedData(partialDecryptionTypedData(court, answer));

/** Signs the answer: 65 bytes. */
export const signPartialDecryption = (
  account: LocalAccount,
  court: CourtOfKeys,
  answer: PartialDecryption,
): Promise<Hex> => account.signTypedData(partialDecryptionTypedData(court, answer));

/** Recovers the signer of an answer; undefined for a signature that the court would not take. */
export const recoverKeyholder = (
  court: CourtOfKeys,
  answer: PartialDecryption,
  signature: Hex,
): Promise<Address | undefined> => recoverSigner(partialDecryptionTypedData(court, answer), signature);
