// SPDX-License-Identifier: GPL-3.0-or-later
import type { Counter } from "prom-client";
import { type Hex, hexToBytes, keccak256, stringToHex } from "viem";
import { z } from "zod";
import type { InteractionLogs } from "../../interactions/interactionLogs.ts";
import { HttpError } from "../../kernel/http/problem.ts";
import { defineRoute, type Route } from "../../kernel/http/route.ts";
import type { LeafKey } from "../../sdk/interactions/leaves.ts";
import { MOST_COMMENT } from "../../sdk/interactions/readComments.ts";
import { address, bytes32, signature } from "../../vouchers/voucherRequest.ts";
import type { OperationBook } from "./operationBook.ts";
import { OperationRefusal } from "./operationRefusal.ts";

const bytes12 = z
  .custom<Hex>((value) => typeof value === "string" && /^0x[0-9a-fA-F]{24}$/.test(value), "12 bytes of hex")
  .meta({ type: "string", pattern: "^0x[0-9a-fA-F]{24}$" });

const PAGE = 100;
const MOST_WORKS = 2 ** 32 - 1;

/** The body of `POST /v1/interactions`. */
const operationBody = z
  .object({
    chainId: z.int(),
    contract: address,
    operation: bytes12,
    word: bytes32,
    signature,
    text: z
      .string()
      .min(1)
      .max(MOST_COMMENT)
      .optional()
      .describe("Of a comment: what its word is the hash of"),
  })
  .refine(({ text, word }) => text === undefined || keccak256(stringToHex(text)) === word, {
    path: ["text"],
    message: "the word is the text's keccak256",
  });

const shownComment = z.object({
  place: z.int().describe("Its place in the work's thread"),
  ...{ actor: z.int(), account: address, word: bytes32 },
  text: z.string().optional().describe("Missing where the text was not handed in here"),
  isFinal: z.boolean().describe("Whether the state that has the comment is final"),
});

export type InteractionRoutesOptions = {
  book: OperationBook;
  logs: Pick<InteractionLogs, "accountsOf" | "next">;
  chainId: number;
  /** InteractionInputs. */
  contract: Hex;
  /** Throws while nothing can be promised on what is known of the chain. */
  requireSight(): void;
  onAccepted(): void;
  metrics: { operations: Counter };
};

/** The routes by which actors hand in what they do, and see the state that it will be done to. */
export function interactionRoutes(options: InteractionRoutesOptions): Route[] {
  const { book, logs, requireSight, metrics } = options;

  async function take({ chainId, contract, ...signed }: z.output<typeof operationBody>): Promise<void> {
    if (chainId !== options.chainId)
      throw new OperationRefusal("other_chain", `This sequencer is on chain ${options.chainId}.`);
    if (contract !== options.contract.toLowerCase())
      throw new OperationRefusal("other_contract", `Sign for InteractionInputs at ${options.contract}.`);
    requireSight();
    await book.accept(signed);
  }

  return [
    defineRoute({
      method: "POST",
      path: "/interactions",
      summary: "Takes a signed operation, to post it",
      cors: "*",
      body: operationBody,
      answers: { 200: { description: "The operation is on disk, and will be posted.", body: z.object({}) } },
      async handle({ body }) {
        const asked = await body();
        try {
          await take(asked);
        } catch (error) {
          if (error instanceof HttpError) metrics.operations.inc({ outcome: error.code });
          throw error;
        }
        metrics.operations.inc({ outcome: "accepted" });
        options.onAccepted();
        return { status: 200, body: {} };
      },
    }),
    defineRoute({
      method: "GET",
      path: "/interactions/leaves/:key",
      summary:
        "A leaf of the state, after all operations that were posted or wait here: the version to sign for is in it",
      cors: "*",
      params: z.object({ key: bytes32 }),
      answers: {
        200: { description: "The value, 0 for an absent leaf.", body: z.object({ value: bytes32 }) },
      },
      handle({ params: { key } }) {
        const value = book.leaf(hexToBytes(key) as LeafKey);
        return { status: 200, body: { value: `0x${value.toString(16).padStart(64, "0")}` } };
      },
    }),
    defineRoute({
      method: "GET",
      path: "/interactions/works/:work/comments",
      summary: `The comments on a work that were posted, the newest first, ${PAGE} a page`,
      cors: "*",
      params: z.object({ work: z.coerce.number().int().min(0).max(MOST_WORKS) }),
      query: z.object({
        before: z.coerce.number().int().min(0).optional().describe("The `next` of the page before"),
      }),
      answers: {
        200: {
          description: "By the order in which they took effect.",
          body: z.object({ comments: z.array(shownComment), next: z.int().optional() }),
        },
      },
      async handle({ params: { work }, query: { before } }) {
        const found = await book.comments(work, before ?? Number.MAX_SAFE_INTEGER, PAGE);
        const next = await logs.next();
        const accounts = await logs.accountsOf(found.map(({ actor }) => actor));
        const comments = found.map(({ posting, actor, place, word, text }) => ({
          ...{ place, actor, account: accounts.get(actor)!, word, text, isFinal: posting < next },
        }));
        const last = comments.at(-1)?.place ?? 0;
        return { status: 200, body: { comments, ...(last > 0 && { next: last }) } };
      },
    }),
  ];
}
