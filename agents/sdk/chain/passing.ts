// SPDX-License-Identifier: MIT

import { gasFor, MOST_GAS } from "./gasFor.ts";
import { type Check, simulate } from "./sendWrite.ts";

/**
 * A check of a simulated answer, for a call with calls inside, whose failure reverts nothing. A call inside can fail for the
 * gas limit alone, and an estimate sees only the outer: so the limit goes up until the answer passes.
 *
 * @param assert Throws for an answer that refuses.
 */
export function passing(assert: (answer: unknown) => void): Check {
  const check: Check = {
    assert,
    async limit(client, call, gas) {
      for (let limit = gas ?? (await gasFor(client, call)); ; limit *= 2n)
        try {
          await simulate(client, { ...call, gas: limit }, check);
          return limit;
        } catch (error) {
          if (limit * 2n > (gas ?? MOST_GAS)) throw error;
        }
    },
  };
  return check;
}
