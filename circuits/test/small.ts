// SPDX-License-Identifier: GPL-3.0-or-later
import { join } from "node:path";
import { BUILD_DIR, type CircuitName, INSTANCES, type Instance } from "../instances.ts";
import { claimRefusals, type Refusal, settleRefusals } from "./refusals.ts";

/** The circuits at the smallest size, at which tests look at every wire. */
export const SMALL: Record<CircuitName, Instance> = {
  settle: { ...INSTANCES.settle, params: [2] },
  claim: { ...INSTANCES.claim, params: [2, 2] },
};

/** The inputs that a circuit with the parameters of `instance` must refuse. */
export function refusalsOf(name: CircuitName, { params }: Instance): Refusal[] {
  return name === "settle" ? settleRefusals(params[0]!) : claimRefusals(params[0]!, params[1]!);
}

/** A directory that only the running test writes to. */
export function scratch(name: string): string {
  return join(BUILD_DIR, "test", `${name}-${process.pid}`);
}
