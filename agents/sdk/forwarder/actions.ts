// SPDX-License-Identifier: MIT
// The actions of `client.forwarder`. An action that adds nothing to a function of the contract is one line here.
import { ExecutedForwardRequestEvent, verifyFunction } from "../abis/forwarder.generated.ts";
import { defineRead } from "../chain/defineRead.ts";
import { defineWatch } from "../chain/defineWatch.ts";

export { executeRequest as execute } from "./executeRequest.ts";
export { executeRequests as executeBatch } from "./executeRequests.ts";
export { getNonce, signRequest } from "./signRequest.ts";

/** Whether a request is signed, in time and next in order, so that the forwarder would send it now. */
export const verify = defineRead("forwarder", verifyFunction);

export const watchExecutedForwardRequest = defineWatch("forwarder", ExecutedForwardRequestEvent);
