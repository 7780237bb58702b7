// SPDX-License-Identifier: MIT
import { decodeAbiParameters, isAddressEqual, size, zeroAddress } from "viem";
import { parametersOf } from "../chain/abiItems.ts";
import type { AddressOf } from "./encodePolicy.ts";
import type { Policy } from "./policies.ts";
import { composedParameters, namesOf, RULES, SHAPES } from "./shapes.ts";
import type { AccessTerms } from "./terms.ts";

/** Deeper compositions are not decided by the contract, and not read: a stranger's terms end somewhere. */
const MAXIMUM_DEPTH = 4;

/**
 * Reads the terms of a policy from the chain; undefined for no policy. What is not of this protocol, or cannot be read, is
 * `foreign`.
 */
export function decodePolicy(policy: Policy, addressOf: AddressOf): AccessTerms | undefined {
  if (isAddressEqual(policy.policy, zeroAddress)) return undefined;
  return decode(policy, addressOf, MAXIMUM_DEPTH);
}

function decode({ policy, terms }: Policy, addressOf: AddressOf, depth: number): AccessTerms {
  try {
    if (depth > 0 && isAddressEqual(addressOf("composedPolicy"), policy)) {
      const [rule, parts] = decodeAbiParameters(composedParameters, terms);
      const kind = RULES[rule];
      if (kind) return { kind, parts: parts.map((part) => decode(part, addressOf, depth - 1)) };
    }
    for (const [kind, [key, fields]] of Object.entries(SHAPES))
      if (isAddressEqual(addressOf(key), policy)) {
        const names = namesOf(fields, kind === "erc721" && size(terms) === 32);
        const types = names.map((name) => fields[name]!);
        const values = types.length > 0 ? decodeAbiParameters(parametersOf(...types), terms) : [];
        const named = Object.fromEntries(names.map((name, at) => [name, (values as unknown[])[at]]));
        return { kind, ...named } as AccessTerms;
      }
  } catch {
    // terms that nobody can read
  }
  return { kind: "foreign", policy, terms };
}
