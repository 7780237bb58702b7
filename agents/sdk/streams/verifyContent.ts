// SPDX-License-Identifier: MIT
import { ContentVerifiedEvent } from "../abis/contentRegistry.generated.ts";
import { streamingProtocolErrors, verifyContentFunction } from "../abis/streamingProtocol.generated.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import { eventsOf } from "../chain/eventOf.ts";

/**
 * Checks a chunk against the content's root on chain, and logs the outcome in the content registry.
 *
 * @example
 * const { isValid } = await client.stream.verifyContentSync({ contentId, proof });
 */
export const verifyContent = defineWrite({
  contract: "streamingProtocol",
  functions: [verifyContentFunction],
  errors: streamingProtocolErrors,
  result: (_, __, { receipt, addressOf }) => {
    const [verified] = eventsOf(receipt, {
      address: addressOf("contentRegistry"),
      event: ContentVerifiedEvent,
    });
    return { isValid: verified?.valid ?? false };
  },
});
