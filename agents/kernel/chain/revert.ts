// SPDX-License-Identifier: GPL-3.0-or-later
import { type Abi, decodeErrorResult, type Hex, isHex } from "viem";
import { nameOfSelector } from "../process/contractErrors.ts";
import { causesOf, formatRevert } from "../process/errors.ts";

/** A contract refused a transaction: before sending (`txHash` undefined, no gas spent) or on chain. */
export class RevertError extends Error {
  override name = "RevertError";
  readonly label: string;
  /** The custom error's name; undefined for unknown revert data. */
  readonly errorName: string | undefined;
  readonly args: readonly unknown[];
  readonly txHash: Hex | undefined;
  /** The transaction used all of its gas. */
  readonly isOutOfGas: boolean;

  constructor(label: string, revert: Revert, txHash?: Hex) {
    const where = txHash ? `was reverted on chain (${txHash})` : "would be reverted, so it was not sent";
    super(`The transaction "${label}" ${where}: ${revert.text}.`);
    this.label = label;
    this.errorName = revert.errorName;
    this.args = revert.args;
    this.txHash = txHash;
    this.isOutOfGas = revert.isOutOfGas ?? false;
  }
}

export type Revert = {
  errorName: string | undefined;
  args: readonly unknown[];
  text: string;
  isOutOfGas?: boolean;
};

/** Decodes the revert inside a viem error by the custom errors of `abi`; undefined when the error is no revert. */
export function revertOf(error: unknown, abi: Abi): Revert | undefined {
  const chain = causesOf(error) as { name?: string; data?: unknown; code?: unknown; details?: unknown }[];
  const data = chain.map(dataOf).find((found) => found !== undefined);
  if (data && data !== "0x") return decodeRevert(data, abi);
  const reverted = chain.some((link) => link.name === "ExecutionRevertedError" || link.code === 3);
  return reverted ? { errorName: undefined, args: [], text: "no reason given" } : undefined;
}

/** Decodes revert data by `abi`, Error(string) and Panic(uint256) included. */
export function decodeRevert(data: Hex, abi: Abi): Revert {
  try {
    const { errorName, args = [] } = decodeErrorResult({ abi, data });
    const list = args as readonly unknown[];
    return { errorName, args: list, text: formatRevert(errorName, list) };
  } catch {
    const named = data.length === 10 ? nameOfSelector(data) : undefined;
    if (named) return { errorName: named, args: [], text: formatRevert(named, []) };
    return { errorName: undefined, args: [], text: `unknown custom error ${data.slice(0, 10)}` };
  }
}

function dataOf(link: { data?: unknown; code?: unknown }): Hex | undefined {
  const data =
    typeof link.data === "object" && link.data !== null ? (link.data as { data?: unknown }).data : link.data;
  return isHex(data) ? data : undefined;
}
