// SPDX-License-Identifier: GPL-3.0-or-later
import { z } from "zod";
import { HttpError } from "../kernel/http/problem.ts";
import { defineRoute, type Route } from "../kernel/http/route.ts";
import { TryAgainError } from "../kernel/process/errors.ts";
import type { FaultLog } from "../kernel/process/log.ts";
import type { KeyholderMetrics } from "./metrics.ts";
import { type KeyBody, keyBody } from "./release/keyBody.ts";
import type { SealedKey } from "./release/releaseKey.ts";

export type RoutesOptions = {
  releaseKey(request: KeyBody): Promise<SealedKey>;
  metrics: Pick<KeyholderMetrics, "requests">;
  /** The faults of this node, one line for each change. */
  faults: FaultLog;
};

/** The keyholder's HTTP route, described in the README. */
export function keyholderRoutes({ releaseKey, metrics, faults }: RoutesOptions): Route[] {
  async function answer(request: KeyBody): Promise<SealedKey> {
    try {
      const sealed = await releaseKey(request);
      faults.passed();
      metrics.requests.inc({ outcome: "answered" });
      return sealed;
    } catch (error) {
      const outcome = error instanceof HttpError ? error.code : "try_again";
      metrics.requests.inc({ outcome });
      if (error instanceof HttpError || error instanceof TryAgainError) throw error;
      faults.failed(error);
      throw new TryAgainError("This node failed to answer; its log says why.");
    }
  }

  return [
    defineRoute({
      method: "POST",
      path: "/keys",
      summary: "Gives this node's part of the key of a period, to whoever the work's policy lets in",
      cors: "*",
      bare: true,
      body: keyBody,
      answers: {
        200: {
          description:
            "The node's signed partial decryption, by HPKE to the ephemeral key, with the request's EIP-712 digest as info.",
          body: z.object({
            encapsulatedKey: z.string().describe("32 bytes of hex"),
            ciphertext: z.string().describe("Hex: epoch, index, D, the proof and the signature, encrypted"),
          }),
        },
      },
      handle: async ({ body }) => ({ status: 200, body: await answer(await body()) }),
    }),
  ];
}
