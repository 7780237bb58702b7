// SPDX-License-Identifier: MIT
import { type Address, encodeAbiParameters, type Hex, zeroAddress } from "viem";
import { parametersOf } from "../chain/abiItems.ts";
import type { ContractKey } from "../chain/deployment.ts";
import { InvalidInput } from "../errors/InvalidInput.ts";
import { assertRate } from "../streams/rate.ts";
import type { Policy } from "./policies.ts";
import { composedParameters, namesOf, type PlainTerms, RULES, SHAPES } from "./shapes.ts";
import type { AccessTerms, ComposedTerms } from "./terms.ts";

/** No policy, which lets nobody in, or leaves a rendition to the work's default. */
export const NO_POLICY: Policy = { policy: zeroAddress, terms: "0x" };

/** Where a contract stands. */
export type AddressOf = (key: ContractKey) => Address;

/**
 * Writes terms for the chain.
 *
 * @throws InvalidInput for terms that would let in everybody or nobody by mistake, as of a minimum of nothing.
 */
export function encodePolicy(terms: AccessTerms, addressOf: AddressOf): Policy {
  if ("parts" in terms) return { policy: addressOf("composedPolicy"), terms: encodeParts(terms, addressOf) };
  if (terms.kind === "foreign") return { policy: terms.policy, terms: terms.terms };
  const [policy, fields] = SHAPES[terms.kind];
  checkAmounts(terms);
  const given: Record<string, unknown> = { ...terms };
  if ("token" in fields) given.token ??= addressOf("streamToken");
  const names = namesOf(fields, terms.kind === "erc721" && terms.tokenId === undefined);
  const types = names.map((name) => fields[name]!);
  const values = names.map((name) => given[name]);
  return { policy: addressOf(policy), terms: encodeAbiParameters(parametersOf(...types), values as never) };
}

function encodeParts({ kind, parts }: ComposedTerms, addressOf: AddressOf): Hex {
  const isWhole = kind === "not" ? parts.length === 1 : parts.length > 0;
  if (!isWhole) {
    const most = kind === "not" ? "one" : "one or more";
    throw new InvalidInput(`${kind} has ${parts.length} parts: give ${most}`);
  }
  const encoded = parts.map((part) => encodePolicy(part, addressOf));
  return encodeAbiParameters(composedParameters, [RULES.indexOf(kind), encoded]);
}

/** @throws InvalidInput for an amount that must be above zero, and is not. */
function checkAmounts(terms: PlainTerms): void {
  if ("rate" in terms) assertRate(terms.rate);
  for (const [name, amount] of Object.entries(terms))
    if (/^(pricePerPeriodWei|minimumWei|minimum)$/.test(name) && amount <= 0n)
      throw new InvalidInput(
        `an amount of ${amount} lets everybody in: give one above zero, or \`freePolicy()\``,
      );
}
