// SPDX-License-Identifier: GPL-3.0-or-later
import { concatHex, keccak256 } from "viem";
import type { Assertion } from "../sdk/interactions/assertion.ts";
import type { LoggedAssertion } from "./interactionLogs.ts";

/** A logged assertion as the contract takes it: its hash is its id. */
export function shownAssertion({
  posting,
  rootBefore,
  roots,
}: Pick<LoggedAssertion, "posting" | "rootBefore" | "roots">): Assertion {
  return { posting, rootBefore, rootAfter: roots.at(-1)!, rootsHash: keccak256(concatHex(roots)) };
}
