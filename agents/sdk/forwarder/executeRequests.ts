// SPDX-License-Identifier: MIT
import { type Address, zeroAddress } from "viem";
import {
  ExecutedForwardRequestEvent,
  executeBatchFunction,
  forwarderErrors,
} from "../abis/forwarder.generated.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import { eventsOf } from "../chain/eventOf.ts";
import { type ForwardRequest, gasOfRequests } from "./forwardRequest.ts";

export type ExecuteRequestsParameters = {
  requests: readonly ForwardRequest[];
  /** Gets the ETH of requests that fail; without it, one request that is not valid refuses all. */
  refundReceiver?: Address | undefined;
};

/**
 * Sends several signed calls in one transaction. A signed call that fails stops no other: `executed` says which went through.
 *
 * @throws ContractRefused, as of `ERC2771ForwarderInvalidSigner`.
 * @example
 * const { executed } = await relayer.forwarder.executeBatchSync({ requests });
 */
export const executeRequests = defineWrite({
  contract: "forwarder",
  functions: [executeBatchFunction],
  errors: forwarderErrors,
  call: ({ requests, refundReceiver = zeroAddress }: ExecuteRequestsParameters) => ({
    args: [requests, refundReceiver],
    value: requests.reduce((sum, { value }) => sum + value, 0n),
    gas: gasOfRequests(requests),
  }),
  result: (_, __, { receipt, contract }) => ({
    executed: eventsOf(receipt, { address: contract, event: ExecutedForwardRequestEvent }).map(
      ({ signer, nonce, success }) => ({ signer, requestNonce: nonce, success }),
    ),
  }),
});
