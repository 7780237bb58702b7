// SPDX-License-Identifier: MIT
import { encodeAbiParameters, type Hex, size, slice, stringToBytes } from "viem";
import { parametersOf } from "../chain/abiItems.ts";
import { TributaryError } from "../errors/TributaryError.ts";

/** A passkey in the contract's form: the coordinates of its P-256 public key. */
export type Passkey = { x: Hex; y: Hex };

/** A passkey's answer to a request for a signature, as viem's `toWebAuthnAccount` gives it. `signature` is `r ‖ s`. */
export type PasskeySignature = {
  signature: Hex;
  webauthn: { authenticatorData: Hex; clientDataJSON: string };
};

/** A passkey that signs: an account of viem's `toWebAuthnAccount`. */
export type PasskeyAccount = {
  publicKey: Hex;
  sign(parameters: { hash: Hex }): Promise<PasskeySignature>;
};

/**
 * @param publicKey 64 bytes, `x ‖ y`, as viem's `createWebAuthnCredential` gives it; or 65, with the prefix 04.
 * @throws TributaryError for any other form, as a compressed key.
 */
export function passkeyOf(publicKey: Hex): Passkey {
  const bare = size(publicKey) === 65 && slice(publicKey, 0, 1) === "0x04" ? slice(publicKey, 1) : publicKey;
  if (size(bare) === 64) return { x: slice(bare, 0, 32), y: slice(bare, 32) };
  throw new TributaryError(`${publicKey} is no uncompressed P-256 public key`, {
    advice: "give the 64 bytes of its coordinates",
  });
}

const assertionParameters = parametersOf("bytes32", "bytes32", "uint256", "uint256", "bytes", "string");

/** @returns A passkey's answer in the contract's form; see `src/interfaces/IPasskeyVerifier.sol`. */
export function encodeAssertion({ signature, webauthn }: PasskeySignature): Hex {
  const { authenticatorData, clientDataJSON } = webauthn;
  if (size(signature) !== 64)
    throw new TributaryError(`a passkey signs 64 bytes, not ${size(signature)}`, {
      advice: "give r and s, not the browser's DER",
    });
  return encodeAbiParameters(assertionParameters, [
    slice(signature, 0, 32),
    slice(signature, 32),
    placeOf("challenge", clientDataJSON),
    placeOf("type", clientDataJSON),
    authenticatorData,
    clientDataJSON,
  ]);
}

/** The byte at which the client data's `name` begins. */
function placeOf(name: string, clientDataJSON: string): bigint {
  const at = clientDataJSON.indexOf(`"${name}":`);
  if (at >= 0) return BigInt(stringToBytes(clientDataJSON.slice(0, at)).length);
  throw new TributaryError(`the passkey's client data names no ${name}`, {
    advice: "give clientDataJSON as the browser gave it",
  });
}
