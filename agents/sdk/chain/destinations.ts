// SPDX-License-Identifier: MIT
import { type Abi, type AbiParameter, getAbiItem, zeroAddress } from "viem";
import { InvalidInput } from "../errors/InvalidInput.ts";
import type { Call } from "./gasFor.ts";

/** The names that the contracts give to who gets or owns the money of a call. */
const DESTINATIONS = new Set([
  "to",
  "owner",
  "account",
  "beneficiary",
  "recipient",
  "viewer",
  "payer",
  "sessionKey",
]);

/**
 * Refuses a call that names the zero address as a destination, in an argument or inside a struct: nobody can take money
 * from there.
 */
export function assertDestinations({ abi, functionName, args = [] }: Call): void {
  const item = getAbiItem({ abi: abi as Abi, name: functionName, args: args as never });
  if (item?.type === "function")
    for (const [index, input] of item.inputs.entries()) check(input, args[index]);
}

function check(input: AbiParameter, value: unknown): void {
  if (value === zeroAddress && DESTINATIONS.has(input.name ?? ""))
    throw new InvalidInput(`${input.name} is the zero address, which nobody owns: give another`);
  if (!("components" in input) || !value || typeof value !== "object") return;
  // a struct by its fields' names, and a list of structs by each of its structs
  for (const struct of Array.isArray(value) ? value : [value])
    for (const field of input.components) check(field, (struct as Record<string, unknown>)[field.name ?? ""]);
}
