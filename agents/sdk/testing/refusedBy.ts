// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { ContractRefused } from "../errors/chainErrors.ts";

/** For `assert.rejects`: the contract's own error, by name. */
export const refusedBy = (errorName: string) => (error: unknown) => {
  assert.ok(error instanceof ContractRefused, String(error));
  assert.equal(error.errorName, errorName);
  return true;
};
