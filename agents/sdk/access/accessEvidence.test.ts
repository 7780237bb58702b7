// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { createClient, custom, decodeFunctionData, encodeFunctionResult, type Hex, numberToHex } from "viem";
import { test } from "vitest";
import { accessPolicyAbi } from "../abis/accessPolicy.generated.ts";
import { CONTRACT_NAMES } from "../contracts.generated.ts";
import { accessEvidence } from "./accessEvidence.ts";
import { encodeEvidence } from "./encodeEvidence.ts";
import { encodePolicy } from "./encodePolicy.ts";
import { type AccessTerms, allOf, anyOf, collaboratorPolicy, freePolicy, meteredPolicy } from "./terms.ts";

const address = (number: number) => numberToHex(number, { size: 20 });
const contentId = numberToHex(7, { size: 32 });
const viewer = address(5);
const place = { contentId, generation: 0, rendition: 1, period: 3 };
const metered = meteredPolicy({ sequencer: address(6), pricePerPeriodWei: 60n });
const paidPeriod = {
  receipt: { viewer, contentId, period: 3n, price: 60n, expiresAt: 9 },
  signature: "0x01" as Hex,
};
const keyOf = (name: string) => `${name[0]!.toLowerCase()}${name.slice(1)}`;
const addresses = new Map<string, Hex>();
const addressOf = (key: string) => {
  const known = addresses.get(key) ?? address(100 + addresses.size);
  addresses.set(key, known);
  return known;
};

/** A chain that has one policy, and lets in whoever is shown nothing where `isOpen`. */
function evidenceUnder(terms: AccessTerms | undefined, isOpen: boolean) {
  const asked: string[] = [];
  const policy = terms ? encodePolicy(terms, addressOf as never) : { policy: address(0), terms: "0x" as Hex };
  const request = async ({ params }: { params: readonly [{ data: Hex }] }) => {
    const { functionName } = decodeFunctionData({ abi: accessPolicyAbi, data: params[0].data });
    asked.push(functionName);
    return functionName === "hasAccess"
      ? encodeFunctionResult({ abi: accessPolicyAbi, functionName, result: isOpen })
      : encodeFunctionResult({ abi: accessPolicyAbi, functionName: "policyOf", result: policy });
  };
  const contracts = Object.fromEntries(
    CONTRACT_NAMES.map(keyOf).map((name) => [name, { address: addressOf(name) }]),
  );
  const client = createClient({
    chain: {
      id: 1,
      name: "",
      nativeCurrency: { name: "", symbol: "", decimals: 18 },
      rpcUrls: { default: { http: [] } },
      contracts,
    } as never,
    transport: custom({ request: request as never }),
  });
  const periods: object[] = [];
  const receiptOf = async (period: object) => {
    periods.push(period);
    return paidPeriod;
  };
  return { asked, periods, client, receiptOf };
}

test("a metered work is shown its receipt, and its policy is read once", async () => {
  const { asked, periods, client, receiptOf } = evidenceUnder(metered, false);
  const evidence = accessEvidence(client, { viewer, receiptOf });
  assert.equal(await evidence(place), encodeEvidence(metered, { paidPeriod }));
  await evidence({ ...place, period: 4 });
  assert.deepEqual(periods[0], { contentId, period: 3n, priceWei: 60n });
  assert.deepEqual(asked, ["policyOf"]);
});

test("nobody pays for a period where the viewer is let in anyway", async () => {
  const terms = anyOf(collaboratorPolicy(viewer), metered);
  const open = evidenceUnder(terms, true);
  assert.equal(
    await accessEvidence(open.client, { viewer, receiptOf: open.receiptOf })(place),
    encodeEvidence(terms, {}),
  );
  assert.deepEqual(open.periods, []);
  const closed = evidenceUnder(terms, false);
  assert.equal(
    await accessEvidence(closed.client, { viewer, receiptOf: closed.receiptOf })(place),
    encodeEvidence(terms, { paidPeriod }),
  );
});

test("a period is paid wherever it stands in the policy, and shown nothing without somebody who pays", async () => {
  const terms = allOf(freePolicy(), anyOf(metered));
  const { client, receiptOf } = evidenceUnder(terms, false);
  assert.equal(
    await accessEvidence(client, { viewer, receiptOf })(place),
    encodeEvidence(terms, { paidPeriod }),
  );
  assert.equal(await accessEvidence(client, { viewer })(place), "0x");
});

test("a work without a policy, and one that asks for nothing, are shown nothing", async () => {
  for (const terms of [undefined, freePolicy()]) {
    const { client, receiptOf } = evidenceUnder(terms, false);
    assert.equal(await accessEvidence(client, { viewer, receiptOf })(place), "0x");
  }
});
