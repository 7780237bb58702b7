// SPDX-License-Identifier: MIT
// The actions of `client.prepaid`, of any of the contracts that keep prepaid accounts, which `contract` names.
import {
  LEAST_CREDITFunction,
  OwedEvent,
  PaidOutEvent,
  PrepaidEvent,
  PrepaidSpentEvent,
  PrepaidWithdrawnEvent,
} from "../abis/streamPools.generated.ts";
import { defineRead } from "../chain/defineRead.ts";
import { defineWatch } from "../chain/defineWatch.ts";
import { DEPOSITORIES } from "./depositories.ts";

export { getOwed } from "./getOwed.ts";
export { getPrepaid } from "./getPrepaid.ts";
export { payOut } from "./payOut.ts";
export { payOutTo } from "./payOutTo.ts";
export { prepay } from "./prepay.ts";
export { withdrawPrepaid as withdraw } from "./withdrawPrepaid.ts";

/** The least wei of STREAM that a split is credited; less waits as owed. */
export const getLeastCredit = defineRead(DEPOSITORIES, LEAST_CREDITFunction);

export const watchPrepaid = defineWatch(DEPOSITORIES, PrepaidEvent);
export const watchPrepaidSpent = defineWatch(DEPOSITORIES, PrepaidSpentEvent);
export const watchPrepaidWithdrawn = defineWatch(DEPOSITORIES, PrepaidWithdrawnEvent);
export const watchOwed = defineWatch(DEPOSITORIES, OwedEvent);
export const watchPaidOut = defineWatch(DEPOSITORIES, PaidOutEvent);
