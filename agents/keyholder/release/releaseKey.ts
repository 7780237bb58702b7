// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, bytesToHex, type Hex, hexToBytes } from "viem";
import { TryAgainError } from "../../kernel/process/errors.ts";
import type { KeyRequest } from "../../sdk/encryption/keyRequest.ts";
import type { RecoverSigner } from "../../vouchers/recoverSigner.ts";
import { judgeAccess, judgeEnvelope } from "../policy.ts";
import type { Seats } from "../shares/seats.ts";
import type { ReadAccess } from "./access.ts";
import type { MakeAnswer } from "./answers.ts";
import type { Capsules } from "./capsules.ts";
import { sealHpke } from "./hpkeSeal.ts";
import type { KeyBody } from "./keyBody.ts";
import type { Nonces } from "./nonces.ts";
import { KeyRefusal } from "./refusals.ts";

export type ReleaseOptions = {
  self: { chainId: number; address: Address };
  nowMs(): number;
  seats: Pick<Seats, "find">;
  nonces: Nonces;
  /** The EIP-712 digest of a request. */
  digestOf(request: KeyRequest): Buffer;
  recoverSigner: RecoverSigner;
  capsules: Capsules;
  readAccess: ReadAccess;
  answer: MakeAnswer;
};

export type SealedKey = { encapsulatedKey: Hex; ciphertext: Hex };

/**
 * Makes the judge of requests for keys; the checks stand in the order of their cost. An answered nonce is on disk when the promise resolves.
 * Throws a {@link KeyRefusal}, a TryAgainError, or the error of the disk.
 */
export function createReleaseKey(options: ReleaseOptions): (request: KeyBody) => Promise<SealedKey> {
  const { self, seats, nonces, digestOf, readAccess, answer } = options;

  return async (request) => {
    requireEnvelope(request);
    const seat = seats.find(request.committeeId);
    const digest = digestOf(request);
    const delegate = requireSigner(request, digest);
    const { committeeId, contentId, generation, rendition, period } = request;
    const place = { committeeId, contentId, generation, rendition, period: Number(period) };
    const base = options.capsules(place, request.capsule);
    if (!base) {
      throw new KeyRefusal(
        "wrong_capsule",
        "The capsule's proof does not hold for this committee, work, generation, rendition and period: take the capsule of the manifest, at its place.",
      );
    }
    if (!nonces.take(request)) {
      throw new KeyRefusal(
        "replayed",
        "This request was answered before: sign another, with a nonce of its own.",
      );
    }
    try {
      const { viewer, evidence } = request;
      requireAccess(await readAccess({ viewer, contentId, rendition, period, evidence, delegate }), request);
      // the committee may have moved on while the chain was asked
      if (seats.find(committeeId) !== seat) throw new TryAgainError("The committee has begun another epoch.");
      const sealed = seal(request, answer(seat, base), digest);
      await nonces.keep(request);
      return sealed;
    } catch (error) {
      nonces.release(request);
      throw error;
    }
  };

  function requireEnvelope(request: KeyBody): void {
    const nowSec = Math.floor(options.nowMs() / 1000);
    const refused = judgeEnvelope(request, { ...self, nowSec });
    if (refused === undefined) return;
    const words = {
      other_chain: `This keyholder serves chain ${self.chainId}: ask a keyholder of chain ${request.chainId}.`,
      not_for_this_node: `This keyholder is ${self.address}: sign a request for each member.`,
      expired: `A deadline is up to five minutes ahead; here it is ${new Date(nowSec * 1000).toISOString()}: sign anew, and check your clock.`,
    };
    throw new KeyRefusal(refused, words[refused]);
  }

  /** The delegate who signed; undefined where the viewer did. The chain is asked for the delegate later, along with the access. */
  function requireSigner({ viewer, signature, delegation }: KeyBody, digest: Buffer) {
    const found = options.recoverSigner(digest, signature);
    const signer = found && (bytesToHex(found) as Address);
    if (signer === viewer) return undefined;
    if (signer && delegation) return { address: signer, ...delegation };
    throw new KeyRefusal(
      "wrong_signature",
      `Neither the viewer ${viewer} nor a delegate signed this request; the signature recovers to ${signer ?? "no address"}.`,
    );
  }
}

function requireAccess(found: Parameters<typeof judgeAccess>[0], { viewer, contentId }: KeyBody): void {
  const refused = judgeAccess(found);
  if (refused === undefined) return;
  throw new KeyRefusal(
    "no_access",
    refused === "no_access"
      ? `The policy of ${contentId} does not let ${viewer} in: show what it asks for; what was paid or bought a moment ago counts in some blocks.`
      : `Whoever signed this request is no delegate of ${viewer}: let the viewer sign, or renew the delegation.`,
  );
}

function seal({ ephemeralKey }: KeyBody, plaintext: Uint8Array, info: Buffer): SealedKey {
  try {
    const { encapsulatedKey, ciphertext } = sealHpke(Buffer.from(hexToBytes(ephemeralKey)), plaintext, {
      info,
    });
    return { encapsulatedKey: bytesToHex(encapsulatedKey), ciphertext: bytesToHex(ciphertext) };
  } catch {
    throw new KeyRefusal(
      "malformed",
      "ephemeralKey: a point of X25519 that leads to no secret; make another key.",
    );
  }
}
