// SPDX-License-Identifier: MIT
import { operatorOfFunction } from "../abis/operatorRegistry.generated.ts";
import { defineRead } from "../chain/defineRead.ts";

/** The role, region, base URL and bond of an operator. */
export const getOperator = defineRead("operatorRegistry", operatorOfFunction);
