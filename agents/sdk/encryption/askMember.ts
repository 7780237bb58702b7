// SPDX-License-Identifier: MIT
import { type Hex, hashTypedData, hexToBytes, isHex } from "viem";
import { TributaryError } from "../errors/TributaryError.ts";
import { nodeUrl } from "../wire/nodeUrl.ts";
import { printable, textOf } from "../wire/printable.ts";
import { jsonIn, readBody } from "../wire/readBody.ts";
import { reasonOf } from "../wire/reasonOf.ts";
import { saysLater } from "../wire/requestJson.ts";
import type { CommitteeMember } from "./committee.ts";
import type { MemberFailure } from "./committeeErrors.ts";
import { type HpkeKeys, openHpke } from "./hpke.ts";
import { decodeAnswer, type KeyAnswer } from "./keyAnswer.ts";
import {
  type KeyRegistryContract,
  type KeyRequest,
  type KeyRequestProof,
  keyRequestBody,
  keyRequestTypedData,
} from "./keyRequest.ts";

export type Asking = {
  contract: KeyRegistryContract;
  request: KeyRequest;
  proof: KeyRequestProof;
  /** The answer is sealed to these. */
  keys: HpkeKeys;
  fetch: typeof fetch;
  signal: AbortSignal;
  timeoutMs?: number | undefined;
};

type Refusal = Omit<MemberFailure, "node" | "endpoint">;

const ANSWER_WITHIN_MS = 10_000;
const MOST_BYTES = 10_000;
const MOST_WORDS = 300;
/** Refusals that another request, a moment later, need not meet. */
const PASSING = ["expired", "replayed", "try_again"];

/** `isUnheard`: no answer came, in time or because the connection failed, as one does that was kept open too long. */
export type MemberOutcome = { answer: KeyAnswer } | { failure: MemberFailure; isUnheard?: boolean };

/** Asks one member of a committee once. Never rejects: what fails is said. */
export async function askMember(
  { address: node, endpoint }: CommitteeMember,
  asking: Asking,
): Promise<MemberOutcome> {
  const failed = (refusal: Refusal) => ({ failure: { node, endpoint, ...refusal } });
  if (endpoint === "") return failed({ reason: "nobody serves in its place", retryable: false });
  try {
    const { status, json } = await post(endpoint, asking);
    if (status !== 200) return failed(refusalIn(status, json));
    const answer = await opened(json, asking);
    return answer ? { answer } : failed({ reason: "sent an answer that does not open", retryable: false });
  } catch (error) {
    // a node that is down is not a liar
    const failure = failed({ reason: reasonOf(error), retryable: true });
    return { ...failure, isUnheard: !(error instanceof TributaryError) };
  }
}

async function post(
  endpoint: string,
  { request, proof, fetch, signal, timeoutMs = ANSWER_WITHIN_MS }: Asking,
) {
  const response = await fetch(nodeUrl(endpoint, "v1", "keys"), {
    method: "POST",
    redirect: "error",
    headers: { "content-type": "application/json" },
    body: keyRequestBody(request, proof),
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
  });
  const refuse = (reason: string) => new TributaryError(`the node ${reason}`);
  const body = await readBody(response, MOST_BYTES, refuse);
  return { status: response.status, json: objectIn(body) };
}

/** `null`, and a page of a proxy, are answers too. */
function objectIn(body: Uint8Array): Record<string, unknown> {
  try {
    return Object(jsonIn(body));
  } catch {
    return {};
  }
}

function refusalIn(status: number, { code, detail }: Record<string, unknown>): Refusal {
  const name = textOf(code ?? status).slice(0, MOST_WORDS);
  const words = printable(textOf(detail ?? `status ${status}`)).slice(0, MOST_WORDS);
  return { reason: words, code: name, retryable: saysLater(status) || PASSING.includes(name) };
}

/** What a node sealed to the viewer for this very request; undefined for anything else. */
async function opened(
  { encapsulatedKey, ciphertext }: Record<string, unknown>,
  { contract, request, keys }: Asking,
): Promise<KeyAnswer | undefined> {
  if (!isBytes(encapsulatedKey) || !isBytes(ciphertext)) return undefined;
  const sealed = { encapsulatedKey: hexToBytes(encapsulatedKey), ciphertext: hexToBytes(ciphertext) };
  const info = hexToBytes(hashTypedData(keyRequestTypedData(contract, request)));
  const plaintext = await openHpke(keys, sealed, { info }).catch(() => undefined);
  return plaintext && decodeAnswer(plaintext);
}

const isBytes = (value: unknown): value is Hex => isHex(value) && value.length % 2 === 0;
