// SPDX-License-Identifier: MIT
import { type Address, bytesToHex, type Hex, type LocalAccount } from "viem";
import type { CourtOfKeys } from "../committees/partialDecryption.ts";
import { orAborted } from "../wire/aborting.ts";
import { deferred } from "../wire/deferred.ts";
import { askMember, type MemberOutcome } from "./askMember.ts";
import { type CapsulePlace, readCapsule } from "./capsule.ts";
import type { Committee, CommitteeMember } from "./committee.ts";
import { CapsuleUnusable } from "./committeeErrors.ts";
import { gatherKey, type SignedFalsehood } from "./gatherKey.ts";
import { createHpkeKeys } from "./hpke.ts";
import { type KeyDelegation, type KeyRegistryContract, keyRequestTypedData } from "./keyRequest.ts";
import type { Key } from "./keys.ts";
import { nobleCurve } from "./nobleCurve.ts";
import { shortfallOf } from "./shortfall.ts";

/** Who asks for keys, and how. */
export type Asker = {
  /** The contracts that requests and answers are signed for. */
  contracts: KeyRegistryContract & CourtOfKeys;
  /** Who may have the keys. */
  viewer: Address;
  /** The viewer's own key, or a delegate's. */
  signer: LocalAccount;
  /** The viewer's word for the delegate. */
  delegation?: KeyDelegation | undefined;
  /** Is told of each node that signed a false answer, with all that `committee.slashKeyholder` needs. */
  onLiar?: ((lie: SignedFalsehood) => void) | undefined;
  fetch?: typeof fetch | undefined;
  /** The longest that a node may take to answer, in milliseconds, before it is asked once more; ten seconds by default. */
  timeoutMs?: number | undefined;
  /** The present, in milliseconds. */
  now?: (() => number) | undefined;
};

/** What is asked for. */
type Wanted = {
  place: CapsulePlace;
  capsule: Uint8Array;
  evidence: Hex;
  committee: Committee;
  committeeIn(epoch: number): Promise<Committee>;
  signal?: AbortSignal | undefined;
};

const GOOD_FOR_SEC = 120;

/**
 * Asks all members of a committee at once, and takes their answers as they come. Whoever is not needed is let go.
 *
 * @throws KeyDenied, KeyUnavailable, CapsuleUnusable; the signal's reason.
 */
export async function askCommittee(asker: Asker, wanted: Wanted): Promise<Key> {
  const ending = new AbortController();
  const signal = AbortSignal.any([ending.signal, wanted.signal].filter((one) => one !== undefined));
  try {
    return await firstKey(asker, { ...wanted, signal });
  } finally {
    ending.abort();
  }
}

type Asking = Wanted & { signal: AbortSignal };

async function firstKey(asker: Asker, asking: Asking): Promise<Key> {
  const { committee, committeeIn, place, signal } = asking;
  const curve = nobleCurve;
  const capsule = readCapsule(curve, asking.capsule);
  if (!capsule) throw new CapsuleUnusable("the capsule in the manifest is malformed");
  const { contracts: court, onLiar } = asker;
  const { take, fail, failures } = gatherKey({
    curve,
    court,
    committee,
    committeeIn,
    place,
    capsule,
    onLiar,
  });
  const ask = await askerFor(asker, asking);
  signal.throwIfAborted();
  const key = deferred<Key>();
  let waiting = committee.members.length;
  // one after the other: what one answer says of another is said once
  let turn = Promise.resolve();
  async function settle(outcome: MemberOutcome, node: CommitteeMember): Promise<void> {
    waiting -= 1;
    // whoever has the key, or has left, hears no more
    if (signal.aborted) return;
    const found = "answer" in outcome ? await take({ ...outcome.answer, node }) : fail(outcome.failure);
    if (found) return key.resolve(found);
    const hopeful = waiting > 0 ? committee.members.length - failures.length : 0;
    const error = shortfallOf(committee, failures, hopeful);
    if (error) key.reject(error);
  }
  for (const node of committee.members)
    ask(node).then((outcome) => {
      turn = turn.then(() => settle(outcome, node)).catch(key.reject);
    }, key.reject);
  return orAborted(key.promise, signal);
}

/** Makes the requests: one key pair for all answers; a nonce and a signature for each. A request that was not answered is made once more. */
async function askerFor(
  { contracts: contract, ...asker }: Asker,
  { place, capsule, evidence, signal }: Asking,
) {
  const keys = await createHpkeKeys();
  const deadline = Math.floor((asker.now ?? Date.now)() / 1000) + GOOD_FOR_SEC;
  const ephemeralKey = bytesToHex(keys.publicKey);
  async function askOnce(node: CommitteeMember): Promise<MemberOutcome> {
    const nonce = bytesToHex(crypto.getRandomValues(new Uint8Array(32)));
    const addressed = { viewer: asker.viewer, node: node.address, ephemeralKey, nonce, deadline };
    const request = { ...place, period: BigInt(place.period), ...addressed };
    const signature = await asker.signer.signTypedData(keyRequestTypedData(contract, request));
    const proof = { signature, capsule: bytesToHex(capsule), evidence, delegation: asker.delegation };
    const { fetch = globalThis.fetch, timeoutMs } = asker;
    return askMember(node, { contract, request, proof, keys, fetch, signal, timeoutMs });
  }
  return async (node: CommitteeMember) => {
    const outcome = await askOnce(node);
    return "failure" in outcome && outcome.isUnheard && !signal.aborted ? askOnce(node) : outcome;
  };
}
