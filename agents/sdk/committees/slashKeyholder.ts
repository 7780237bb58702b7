// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import {
  FalseAnswerProvenEvent,
  keyCourtErrors,
  slashKeyholderFunction,
} from "../abis/keyCourt.generated.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import type { AnswerHints, PartialDecryption } from "./partialDecryption.ts";

/** What a key node signed. */
export type SignedAnswer = { answer: PartialDecryption; signature: Hex };

/**
 * Slashes a key node that signed a false answer, by hints that follow from the answer: see {@link slashHints}.
 *
 * @throws ContractRefused, as of `KeyCourt_AnswerTrue` for a node that spoke the truth.
 * @example
 * await client.committee.slashKeyholderSync({ answer, signature, hints: slashHints(answer, seat) });
 */
export const slashKeyholder = defineWrite({
  ...{ contract: "keyCourt", errors: keyCourtErrors, event: FalseAnswerProvenEvent },
  functions: [slashKeyholderFunction],
  call: ({ answer, signature, hints }: SignedAnswer & { hints: AnswerHints }) => ({
    args: [answer, signature, hints],
  }),
});
