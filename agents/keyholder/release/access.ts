// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, type Hex, size } from "viem";
import type { ChainClient } from "../../kernel/chain/chain.ts";
import { TryAgainError } from "../../kernel/process/errors.ts";
import { accessPolicyAbi } from "../../sdk/abis.generated.ts";
import type { AccessAnswer } from "../policy.ts";

type Delegate = { address: Address; expiresAt: number; signature: Hex };

/** What a node asks the chain about one request. */
export type AccessQuestion = {
  viewer: Address;
  contentId: Hex;
  rendition: number;
  period: bigint;
  evidence: Hex;
  /** Who signed the request, where that is not the viewer. */
  delegate: Delegate | undefined;
};

/** A call without a contract behind it is a creation, which takes 49,152 bytes. */
const MOST_BYTES = 36_000;
const MOST_QUESTIONS = 40;
/** The calls under way at once; further questions wait, and share the next. */
const MOST_CALLS = 3;

type Waiting = { question: AccessQuestion; done(answer: AccessAnswer): void; failed(error: unknown): void };

export type AccessOptions = {
  publicClient: Pick<ChainClient, "multicall" | "readContract">;
  accessPolicy: Address;
  /** The block at which access is read. Throws a TryAgainError while there is none to trust. */
  blockNumber(): bigint;
  onCall?: () => void;
};

/**
 * Makes the reader of access. Questions that arrive in one turn of the event loop, and all that arrive while calls are under way, share one
 * call at one block. A question whose part of a shared call failed is asked again alone, so no policy takes the gas of another's.
 */
export function createAccess({ publicClient, accessPolicy, blockNumber, onCall = () => {} }: AccessOptions) {
  let waiting: Waiting[] = [];
  let calls = 0;
  let isDue = false;

  function start(): void {
    if (isDue || waiting.length === 0 || calls >= MOST_CALLS) return;
    isDue = true;
    // after the turn's last arrival
    setImmediate(async () => {
      isDue = false;
      const group = takeGroup();
      calls += 1;
      start();
      await answerGroup(group);
      calls -= 1;
      start();
    });
  }

  function takeGroup(): Waiting[] {
    let bytes = 0;
    const fits = waiting.findIndex(({ question }, at) => {
      bytes += bytesOf(question);
      return at > 0 && (at >= MOST_QUESTIONS || bytes > MOST_BYTES);
    });
    const group = fits === -1 ? waiting : waiting.slice(0, fits);
    waiting = waiting.slice(group.length);
    return group;
  }

  async function answerGroup(group: readonly Waiting[]): Promise<void> {
    try {
      const block = blockNumber();
      const answers = await ask(
        group.map(({ question }) => question),
        block,
      );
      // where nothing was answered, the RPC failed, and no policy
      const isWorthMore = answers.some((answer) => answer !== undefined) && group.length > 1;
      await Promise.all(group.map((one, at) => answerOne(one, answers[at], block, isWorthMore)));
    } catch (error) {
      for (const { failed } of group) failed(error);
    }
  }

  async function answerOne(
    one: Waiting,
    answer: AccessAnswer | undefined,
    block: bigint,
    isWorthMore: boolean,
  ) {
    try {
      const [found] = answer || !isWorthMore ? [answer] : await ask([one.question], block);
      if (found) one.done(found);
      else one.failed(new TryAgainError("This node's RPC does not say whether the viewer has access."));
    } catch (error) {
      one.failed(error);
    }
  }

  /** The answers at one block, in order; undefined where the chain gives none. */
  async function ask(
    questions: readonly AccessQuestion[],
    blockNumber: bigint,
  ): Promise<(AccessAnswer | undefined)[]> {
    onCall();
    const [first] = questions;
    if (questions.length === 1 && first && !first.delegate) {
      const call = { ...accessCall(first, accessPolicy), blockNumber };
      const hasAccess = await publicClient.readContract(call).catch(() => undefined);
      return [hasAccess === undefined ? undefined : { hasAccess, isDelegate: true }];
    }
    const contracts = questions.flatMap((question) => [
      accessCall(question, accessPolicy),
      ...(question.delegate ? [delegateCall(question.viewer, question.delegate, accessPolicy)] : []),
    ]);
    // no chain need have a multicall contract
    const how = { allowFailure: true, deployless: true, batchSize: 0, blockNumber } as const;
    const results = await publicClient.multicall({ contracts, ...how });
    // a policy's failure is a no of the contract's; one of these is the call's
    const words = results.map(({ status, result }) =>
      status === "success" ? (result as boolean) : undefined,
    );
    return questions.map(({ delegate }) => {
      const hasAccess = words.shift();
      const isDelegate = delegate ? words.shift() : true;
      return hasAccess === undefined || isDelegate === undefined ? undefined : { hasAccess, isDelegate };
    });
  }

  return (question: AccessQuestion): Promise<AccessAnswer> =>
    new Promise((done, failed) => {
      waiting.push({ question, done, failed });
      start();
    });
}

export type ReadAccess = ReturnType<typeof createAccess>;

const accessCall = (question: AccessQuestion, address: Address) => {
  const { viewer, contentId, rendition, period, evidence } = question;
  const args = [viewer, contentId, BigInt(rendition), period, evidence] as const;
  return { address, abi: accessPolicyAbi, functionName: "hasAccess", args } as const;
};

const delegateCall = (viewer: Address, delegate: Delegate, address: Address) => {
  const args = [viewer, delegate.address, delegate.expiresAt, delegate.signature] as const;
  return { address, abi: accessPolicyAbi, functionName: "isDelegate", args } as const;
};

/** About what a question adds to a call. */
const bytesOf = ({ evidence, delegate }: AccessQuestion) =>
  500 + size(evidence) + (delegate ? 400 + size(delegate.signature) : 0);
