// SPDX-License-Identifier: MIT
import { isDelegateFunction, seriesOfFunction } from "../abis/accessPolicy.generated.ts";
import { defineRead } from "../chain/defineRead.ts";

/** Whether an account may ask for keys in a viewer's name: by a signature, or with `0x` by {@link setDelegate}. */
export const getIsDelegate = defineRead("accessPolicy", isDelegateFunction);
/** The series that a viewer's delegations must name: {@link revokeDelegates} begins another. */
export const getDelegateSeries = defineRead("accessPolicy", seriesOfFunction);
