// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import {
  type Abi,
  BaseError,
  ContractFunctionRevertedError,
  encodeErrorResult,
  toFunctionSelector,
} from "viem";
import { test } from "vitest";
import { decodeRevert, RevertError } from "../kernel/chain/revert.ts";
import { ADVICE, SELECTORS } from "../kernel/process/contractErrors.ts";
import { describeError } from "../kernel/process/errors.ts";
import { abis } from "../sdk/abis.generated.ts";

const errorsOf = (abi: Abi) => abi.flatMap((item) => (item.type === "error" ? [item] : []));

test("every error of every contract has advice", () => {
  const names = new Set(Object.values(abis).flatMap((abi) => errorsOf(abi).map(({ name }) => name)));
  assert.ok(names.size > 100);
  assert.deepEqual([...names].filter((name) => ADVICE[name] === undefined).sort(), []);
});

test("each advice is a sentence", () => {
  for (const [name, advice] of Object.entries(ADVICE)) assert.match(advice, /^[A-Z].+\.$/, name);
});

const payeeInvalid = () => {
  const abi = abis.PaymentChannels;
  const args = [`0x${"11".repeat(32)}`, `0x${"22".repeat(20)}`] as const;
  const data = encodeErrorResult({ abi, errorName: "Payouts_PayeeInvalid", args });
  return { abi, data };
};
const WITH_ADVICE =
  /Payouts_PayeeInvalid\(0x(11){32}, 0x(22){20}\)\. The payee is neither an account nor a registered split that takes this token\. Check /;

test("a refusal of a contract is told with its advice, from a call as from a transaction", () => {
  const { abi, data } = payeeInvalid();
  const reverted = new ContractFunctionRevertedError({ abi, data, functionName: "open" });
  assert.match(describeError(new BaseError("failed", { cause: reverted })), WITH_ADVICE);
  assert.match(describeError(new RevertError("open", decodeRevert(data, abi))), WITH_ADVICE);
});

test("an error that the contract's own ABI does not name is told by name all the same", () => {
  const { abi } = payeeInvalid();
  const data = toFunctionSelector("TransferFromFailed()");
  const reverted = new ContractFunctionRevertedError({ abi, data, functionName: "open" });
  for (const error of [reverted, new RevertError("open", decodeRevert(data, abi))])
    assert.match(describeError(error), /TransferFromFailed\(\)\. The token did not move: /);
});

test("the selectors are those of the names", () => {
  for (const [selector, name] of Object.entries(SELECTORS)) {
    assert.equal(toFunctionSelector(`${name}()`), selector);
    assert.ok(ADVICE[name], name);
  }
});

test("an unknown error keeps its selector", () => {
  const { abi } = payeeInvalid();
  assert.match(describeError(new RevertError("open", decodeRevert("0x12345678", abi))), /0x12345678/);
});
