// SPDX-License-Identifier: MIT
import { hasAccessFunction } from "../abis/accessPolicy.generated.ts";
import { defineRead } from "../chain/defineRead.ts";

/** Whether a viewer may have the key of a key period; `evidence` by {@link encodeEvidence}. {@link explainAccess} says why. */
export const getHasAccess = defineRead("accessPolicy", hasAccessFunction);
