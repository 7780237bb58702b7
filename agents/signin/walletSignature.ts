// SPDX-License-Identifier: GPL-3.0-or-later
import { createKeccak } from "hash-wasm";
import {
  type Address,
  encodeDeployData,
  type Hex,
  toHex,
  universalSignatureValidatorAbi,
  universalSignatureValidatorByteCode,
  zeroAddress,
} from "viem";
import { HttpError } from "../kernel/http/problem.ts";
import { TryAgainError } from "../kernel/process/errors.ts";
import { compactSignature, splitCompact } from "../vouchers/compactSignature.ts";
import { loadNativeSecp256k1 } from "../vouchers/nativeSecp256k1.ts";

/** Whether `account` signed `message` (EIP-191): by its key, or as a contract by what its code says. */
export type VerifyWallet = (account: Address, message: string, signature: Hex) => Promise<boolean>;

/** An `eth_call` of a deployment; the bytes that it returns. */
export type CallChain = (call: { data: Hex; gas: Hex }) => Promise<string>;

const MOST_GAS = 5_000_000;
/** The most calls under way: a wallet of anybody's can be slow. */
const MOST_CALLS = 8;
/** Of an error of the chain's about the call itself, such as a revert, not about the request. */
const REVERTS = [3, -32000, -32015];

/**
 * Makes the check of wallets' signatures. Keys are recovered natively; only a signature that recovers to another address is
 * shown to the chain. Throws a TryAgainError when the chain does not answer.
 */
export async function createVerifyWallet(callChain: CallChain): Promise<VerifyWallet> {
  const secp256k1 = loadNativeSecp256k1();
  const hasher = await createKeccak(256);
  const keccak = (bytes: Uint8Array) => hasher.init().update(bytes).digest("binary");
  let calls = 0;

  function hashOf(message: string): Uint8Array {
    const bytes = Buffer.from(message);
    return keccak(Buffer.concat([Buffer.from(`\x19Ethereum Signed Message:\n${bytes.length}`), bytes]));
  }

  function signerOf(hash: Uint8Array, signature: Uint8Array): Hex | undefined {
    const split = splitSignature(signature);
    if (split === undefined) return undefined;
    try {
      const publicKey = secp256k1.ecdsaRecover(split.rs, split.recovery, hash, false);
      return `0x${Buffer.from(keccak(publicKey.subarray(1)).subarray(12)).toString("hex")}`;
    } catch {
      return undefined;
    }
  }

  async function asksContract(account: Address, hash: Hex, signature: Hex): Promise<boolean> {
    if (calls >= MOST_CALLS)
      throw new HttpError(
        503,
        "try_again",
        "Too many contract wallets sign in just now. Try again in a few seconds.",
      );
    calls += 1;
    try {
      const data = encodeDeployData({
        abi: universalSignatureValidatorAbi,
        args: [account, hash, signature],
        bytecode: universalSignatureValidatorByteCode,
      });
      return /^0x0*1$/.test(await callChain({ data, gas: toHex(MOST_GAS) }));
    } catch (error) {
      if (isRefusal(error)) return false;
      throw new TryAgainError(
        "The chain does not say whether the wallet's contract signed.",
        "Try again in a while.",
        {
          cause: error,
        },
      );
    } finally {
      calls -= 1;
    }
  }

  return async (account, message, signature) => {
    const hash = hashOf(message);
    if (signerOf(hash, Buffer.from(signature.slice(2), "hex")) === account.toLowerCase()) return true;
    return account !== zeroAddress && asksContract(account, toHex(hash), signature);
  };
}

/** Some wallets write 0 and 1 for 27 and 28. */
function splitSignature(signature: Uint8Array) {
  const [v] = signature.subarray(64);
  const usual =
    v === 0 || v === 1 ? Buffer.concat([signature.subarray(0, 64), Uint8Array.of(v + 27)]) : signature;
  const compact = usual.length === 65 ? compactSignature(usual) : undefined;
  return compact && splitCompact(compact);
}

function isRefusal(error: unknown): boolean {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: unknown };
  return REVERTS.includes(code as number) || (cause !== undefined && isRefusal(cause));
}
