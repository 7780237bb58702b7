// SPDX-License-Identifier: MIT
import { TributaryError } from "../errors/TributaryError.ts";
import type { ContractKey, OneOf } from "./deployment.ts";

/**
 * Says that any of several contracts has the functions of an action.
 *
 * @example
 * contract: oneOf("streamingProtocol", "streamPools"),
 */
export function oneOf<key extends ContractKey>(...keys: key[]): OneOf<key> {
  return {
    keys,
    named(parameters) {
      const { contract } = parameters as { contract?: unknown };
      const found = keys.find((key) => key === contract);
      if (found !== undefined) return found;
      throw new TributaryError(`no contract for this call is named ${contract}`, {
        advice: `give \`contract\` as one of ${keys.join(", ")}`,
      });
    },
  };
}
