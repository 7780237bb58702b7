// SPDX-License-Identifier: MIT
import { decodeAbiParameters, type Hex } from "viem";
import { parametersOf } from "./abiItems.ts";

/** The arguments of a permit out of a funding's authorization: deadline, v, r, s. */
export function permitArguments(authorization: Hex): readonly unknown[] {
  return decodeAbiParameters(parametersOf("uint256", "uint8", "bytes32", "bytes32"), authorization);
}
