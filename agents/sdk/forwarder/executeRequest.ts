// SPDX-License-Identifier: MIT
import {
  ExecutedForwardRequestEvent,
  executeFunction,
  forwarderErrors,
} from "../abis/forwarder.generated.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import { type ForwardRequest, gasOfRequests } from "./forwardRequest.ts";

export type ExecuteRequestParameters = { request: ForwardRequest };

/**
 * Sends a signed call in the place of its signer, and pays its gas. The signer waits for the hash by the `wait` of the
 * signed write.
 *
 * @throws ContractRefused: `ERC2771ForwarderInvalidSigner` for a request that was used or changed,
 * `ERC2771ForwarderExpiredRequest`, and `FailedCall` when the signed call itself is refused.
 * @example
 * const hash = await relayer.forwarder.execute({ request });
 */
export const executeRequest = defineWrite({
  contract: "forwarder",
  functions: [executeFunction],
  event: ExecutedForwardRequestEvent,
  errors: forwarderErrors,
  call: ({ request }: ExecuteRequestParameters) => ({
    args: [request],
    value: request.value,
    gas: gasOfRequests([request]),
  }),
  result: ({ signer, nonce }) => ({ signer, requestNonce: nonce }),
});
