// SPDX-License-Identifier: GPL-3.0-or-later
import { join } from "node:path";
import { BUILD_DIR, type CircuitName, INSTANCES, type Instance } from "../instances.ts";
import { claimRefusals, type Refusal, settleRefusals } from "./refusals.ts";

/** The circuits at the smallest size, where every wire can be looked at. */
export const SMALL: Record<CircuitName, Instance> = {
  settle: { ...INSTANCES.settle, params: [2] },
  claim: { ...INSTANCES.claim, params: [2, 2] },
};

/** What a circuit of the parameters that `instance` has must refuse. */
export function refusalsOf(name: CircuitName, { params }: Instance): Refusal[] {
  return name === "settle" ? settleRefusals(params[0]!) : claimRefusals(params[0]!, params[1]!);
}

/** A directory that only the running test writes to. */
export function scratch(name: string): string {
  return join(BUILD_DIR, "test", `${name}-${process.pid}`);
}
