// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { getBlockNumber, readContract } from "viem/actions";
import { allowListPolicyErrors } from "../abis/allowListPolicy.generated.ts";
import { isAllowedFunction } from "../abis/composedPolicy.generated.ts";
import { meteredPolicyErrors } from "../abis/meteredPolicy.generated.ts";
import { streamPolicyErrors } from "../abis/streamPolicy.generated.ts";
import type { AnyClient } from "../chain/clients.ts";
import type { ReadOptions } from "../chain/defineRead.ts";
import { ContractRefused, errorOf, RpcUnreachable } from "../errors/chainErrors.ts";
import { phraseOf, type WordsOfAccess } from "./describePolicy.ts";
import { encodeEvidence, type Shown } from "./encodeEvidence.ts";
import { type AddressOf, encodePolicy } from "./encodePolicy.ts";
import { getHasAccess } from "./getHasAccess.ts";
import { addressesIn, getPolicy } from "./getPolicy.ts";
import { reasonOf } from "./reasonOf.ts";
import type { AccessTerms, ComposedTerms } from "./terms.ts";

export type ExplainAccessParameters = ReadOptions & {
  viewer: Address;
  contentId: Hex;
  rendition: bigint;
  period: bigint;
  /** Terms to try before they are set; by default those on chain. */
  terms?: AccessTerms | undefined;
  /** What the viewer shows; nothing by default. */
  shown?: Shown | undefined;
  /** What the words need beside the terms, as of {@link describePolicy}. */
  words?: WordsOfAccess | undefined;
};

/** What a policy answers: `unknown` lets nobody in, not even by `not`. */
export type AccessAnswer = "yes" | "no" | "unknown";

/** A part of the policy, with its answer. */
export type AccessPart = {
  terms: AccessTerms;
  words: string;
  answer: AccessAnswer;
  /** Why, of a part that is no composition. */
  reason: string;
  parts: readonly AccessPart[];
};

/** `because`: the parts that decide, and why, in one line. `evidence`: what was shown. `policy`: undefined where there is none. */
export type ExplainAccessReturnType = {
  allowed: boolean;
  because: string;
  evidence: Hex;
  policy: AccessPart | undefined;
};

/**
 * Says whether a viewer may have the key of a key period, and which part of the policy decides so. Asks every part by itself, all at
 * one block.
 *
 * @example
 * const asked = { viewer: account.address, contentId, rendition: 0n, period: 0n };
 * const { allowed, because } = await client.access.explainAccess(asked);
 * if (!allowed) console.log(because); // a seat in the work's pool at 0.002 STREAM a second: no seat runs
 */
export async function explainAccess(
  client: AnyClient,
  {
    viewer,
    contentId,
    rendition,
    period,
    terms: tried,
    shown = {},
    words = {},
    ...options
  }: ExplainAccessParameters,
): Promise<ExplainAccessReturnType> {
  const { blockNumber = await getBlockNumber(client, { cacheTime: 0 }) } = options;
  const at = { ...options, blockNumber };
  const request = { viewer, contentId, rendition, period };
  const addressOf = addressesIn(client, options);
  const terms = tried ?? (await getPolicy(client, { ...at, contentId, rendition }));
  if (terms === undefined)
    return { allowed: false, because: "no policy lets anybody in", evidence: "0x", policy: undefined };

  const evidence = encodeEvidence(terms, shown);
  const said = { streamToken: addressOf("streamToken"), ...words };
  const askOne: AskOne = (part) => ask(client, part, { request, blockNumber, shown, addressOf });
  const [policy, isAllowed] = await Promise.all([
    explain(terms, said, askOne),
    tried === undefined && getHasAccess(client, { ...at, ...request, evidence }),
  ]);
  const allowed = tried === undefined ? isAllowed : policy.answer === "yes";
  const because = decisive(policy).map((part) => `${part.words}: ${part.reason}`);
  return { allowed, because: because.join("; "), evidence, policy };
}

type AskOne = (terms: AccessTerms) => Promise<{ answer: AccessAnswer; reason: string }>;

async function explain(terms: AccessTerms, words: WordsOfAccess, askOne: AskOne): Promise<AccessPart> {
  const own = { terms, words: phraseOf(terms, words) };
  if (!("parts" in terms)) return { ...own, ...(await askOne(terms)), parts: [] };
  const parts = await Promise.all(terms.parts.map((part) => explain(part, words, askOne)));
  return { ...own, answer: composed(terms.kind, parts), reason: "", parts };
}

/** The contract's own logic: see `src/interfaces/IComposedPolicy.sol`. */
function composed(kind: ComposedTerms["kind"], parts: readonly AccessPart[]): AccessAnswer {
  const settling = kind === "allOf" ? "no" : "yes";
  const opposite = settling === "no" ? "yes" : "no";
  const has = (answer: AccessAnswer) => parts.some((part) => part.answer === answer);
  const answer = has(settling) ? settling : has("unknown") ? "unknown" : opposite;
  if (kind !== "not" || answer === "unknown") return answer;
  return answer === "yes" ? "no" : "yes";
}

/** The parts that are no compositions, and without which the answer would be another. */
function decisive(part: AccessPart): readonly AccessPart[] {
  const { terms, answer, parts } = part;
  if (!("parts" in terms)) return [part];
  const isYes = (one: AccessPart) => one.answer === "yes";
  if (terms.kind === "anyOf" && answer === "yes") return decisive(parts.find(isYes)!);
  const deciding = terms.kind === "allOf" && answer !== "yes" ? parts.filter((one) => !isYes(one)) : parts;
  return deciding.flatMap(decisive);
}

type Asked = {
  request: { viewer: Address; contentId: Hex; rendition: bigint; period: bigint };
  blockNumber: bigint;
  shown: Shown;
  addressOf: AddressOf;
};

async function ask(client: AnyClient, part: AccessTerms, { request, blockNumber, shown, addressOf }: Asked) {
  const { policy, terms } = encodePolicy(part, addressOf);
  const evidence = encodeEvidence(part, shown);
  try {
    const answer = await readContract(client, {
      abi: [isAllowedFunction, ...meteredPolicyErrors, ...streamPolicyErrors, ...allowListPolicyErrors],
      ...{ address: policy, functionName: "isAllowed", args: [request, terms, evidence], blockNumber },
    });
    return answer
      ? ({ answer: "yes", reason: "yes" } as const)
      : ({ answer: "no", reason: reasonOf(part) } as const);
  } catch (thrown) {
    const error = errorOf(thrown, "isAllowed");
    if (error instanceof RpcUnreachable) throw error;
    const refusal = error instanceof ContractRefused ? error : undefined;
    return { answer: "unknown", reason: reasonOf(part, { refusal, isShown: evidence !== "0x" }) } as const;
  }
}
