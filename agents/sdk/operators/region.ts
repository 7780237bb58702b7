// SPDX-License-Identifier: MIT
import { type Hex, size, stringToHex } from "viem";
import { TributaryError } from "../errors/TributaryError.ts";

/**
 * @returns A region in the contracts' form: 8 bytes.
 * @throws TributaryError for a region of more than 8 bytes.
 */
export function regionOf(region: string): Hex {
  if (size(stringToHex(region)) <= 8) return stringToHex(region, { size: 8 });
  throw new TributaryError(`the region ${region} is too long`, { advice: "name it by at most 8 letters" });
}
