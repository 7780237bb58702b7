// SPDX-License-Identifier: GPL-3.0-or-later
import type { Counter } from "prom-client";
import { type Hex, hexToBytes } from "viem";
import { z } from "zod";
import { HttpError } from "../../kernel/http/problem.ts";
import { defineRoute, type Route } from "../../kernel/http/route.ts";
import type { LeafKey } from "../../sdk/interactions/leaves.ts";
import { address, bytes32, signature } from "../../vouchers/voucherRequest.ts";
import type { OperationBook } from "./operationBook.ts";
import { OperationRefusal } from "./operationRefusal.ts";

const bytes12 = z
  .custom<Hex>((value) => typeof value === "string" && /^0x[0-9a-fA-F]{24}$/.test(value), "12 bytes of hex")
  .meta({ type: "string", pattern: "^0x[0-9a-fA-F]{24}$" });

/** The body of `POST /v1/interactions`. */
const operationBody = z.object({
  chainId: z.int(),
  contract: address,
  operation: bytes12,
  word: bytes32,
  signature,
});

export type InteractionRoutesOptions = {
  book: OperationBook;
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
  const { book, requireSight, metrics } = options;

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
        requireSight();
        const value = book.leaf(hexToBytes(key) as LeafKey);
        return { status: 200, body: { value: `0x${value.toString(16).padStart(64, "0")}` } };
      },
    }),
  ];
}
