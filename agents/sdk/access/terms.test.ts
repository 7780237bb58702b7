// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import fc from "fast-check";
import {
  type Address,
  decodeAbiParameters,
  getAddress,
  type Hex,
  keccak256,
  numberToHex,
  zeroAddress,
} from "viem";
import { describe, test } from "vitest";
import { parametersOf } from "../chain/abiItems.ts";
import type { ContractKey } from "../chain/deployment.ts";
import { foundry } from "../chain/foundry.ts";
import { deployments } from "../deployment/deployments.generated.ts";
import { InvalidInput } from "../errors/InvalidInput.ts";
import type { Rate } from "../streams/rate.ts";
import { allowListLeafOf, makeAllowList } from "./allowList.ts";
import { decodePolicy } from "./decodePolicy.ts";
import { encodeEvidence } from "./encodeEvidence.ts";
import { encodePolicy, NO_POLICY } from "./encodePolicy.ts";
import type { SignedPaidPeriod } from "./paidPeriod.ts";
import {
  type AccessTerms,
  allOf,
  allowListPolicy,
  anyOf,
  freePolicy,
  meteredPolicy,
  not,
  streamPolicy,
} from "./terms.ts";

const addresses = deployments[foundry.id];
const addressOf = (key: ContractKey) => addresses[key];

const address = fc
  .uint8Array({ minLength: 20, maxLength: 20 })
  .map((bytes) => getAddress(`0x${Buffer.from(bytes).toString("hex")}`));
const amount = fc.bigInt({ min: 1n, max: 2n ** 88n - 1n });
const word = amount.map((n) => numberToHex(n, { size: 32 }));
const { terms: anyTerms } = fc.letrec<{ terms: AccessTerms }>((tie) => {
  const leaves: fc.Arbitrary<AccessTerms>[] = [
    fc.constant(freePolicy()),
    fc.record({
      kind: fc.constantFrom("stream", "seat"),
      rate: amount as fc.Arbitrary<Rate>,
      token: address,
    }),
    fc.record({ kind: fc.constant("metered"), sequencer: address, pricePerPeriodWei: amount }),
    fc.record({ kind: fc.constant("purchase"), edition: amount }),
    fc.record({ kind: fc.constant("erc20"), token: address, minimumWei: amount }),
    fc.record({ kind: fc.constant("erc721"), collection: address }),
    fc.record({ kind: fc.constant("erc721"), collection: address, tokenId: amount }),
    fc.record({ kind: fc.constant("erc1155"), collection: address, tokenId: amount, minimum: amount }),
    fc.record({ kind: fc.constant("allowList"), root: word }),
    fc.record({ kind: fc.constant("collaborators"), accounts: fc.array(address, { maxLength: 5 }) }),
  ] as never;
  const parts = fc.array(tie("terms"), { minLength: 1, maxLength: 3 });
  return {
    terms: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      ...leaves,
      fc.record({ kind: fc.constantFrom("allOf" as const, "anyOf" as const), parts }),
      tie("terms").map(not),
    ),
  };
});

test("terms are read back from the chain as they were written", () => {
  fc.assert(
    fc.property(anyTerms, (terms) => {
      assert.deepEqual(decodePolicy(encodePolicy(terms, addressOf), addressOf), structuredClone(terms));
    }),
  );
});

test("STREAM is the token where none is named", () => {
  const rate = 7n as Rate;
  const read = decodePolicy(encodePolicy(streamPolicy({ rate }), addressOf), addressOf);
  assert.deepEqual(read, { kind: "stream", rate, token: addresses.streamToken });
});

describe("what cannot be read is foreign", () => {
  const foreign = (policy: Address, terms: Hex) =>
    assert.deepEqual(decodePolicy({ policy, terms }, addressOf), { kind: "foreign", policy, terms });

  test("a contract of somebody else, and its terms are written back as they were", () => {
    const terms = {
      kind: "foreign",
      policy: getAddress(numberToHex(7, { size: 20 })),
      terms: "0x1234",
    } as const;
    foreign(terms.policy, terms.terms);
    assert.deepEqual(encodePolicy(terms, addressOf), { policy: terms.policy, terms: terms.terms });
  });

  test("terms that are cut short, or of a rule that is none", () => {
    foreign(addresses.streamPolicy, "0x12");
    foreign(addresses.composedPolicy, "0x");
    const whole = encodePolicy(anyOf(freePolicy()), addressOf);
    foreign(whole.policy, `0x${"00".repeat(31)}03${whole.terms.slice(66)}`);
  });

  test("a composition deeper than any that decides", () => {
    let terms: AccessTerms = freePolicy();
    for (let i = 0; i < 4; i += 1) terms = not(terms);
    assert.deepEqual(decodePolicy(encodePolicy(terms, addressOf), addressOf), terms);
    const deep = decodePolicy(encodePolicy(not(terms), addressOf), addressOf);
    assert.match(JSON.stringify(deep), /"foreign"/);
  });

  test("and no policy is none", () => assert.equal(decodePolicy(NO_POLICY, addressOf), undefined));
});

test.each<[AccessTerms, RegExp]>([
  [{ kind: "erc20", minimumWei: 0n }, /lets everybody in/],
  [{ kind: "erc1155", collection: zeroAddress, tokenId: 1n, minimum: 0n }, /lets everybody in/],
  [meteredPolicy({ sequencer: zeroAddress, pricePerPeriodWei: 0n }), /lets everybody in/],
  [streamPolicy({ rate: 0n as Rate }), /a rate lies between/],
  [allOf(), /allOf has 0 parts: give one or more/],
  [{ kind: "not", parts: [freePolicy(), freePolicy()] }, /not has 2 parts: give one$/],
])("terms that would let in everybody, or nobody, by mistake are refused: %o", (terms, message) => {
  assert.throws(
    () => encodePolicy(terms, addressOf),
    (error) => error instanceof InvalidInput && message.test(error.message),
  );
});

describe("evidence", () => {
  const paidPeriod: SignedPaidPeriod = {
    receipt: {
      ...{ viewer: addresses.staking, contentId: keccak256("0x01"), period: 7n, price: 6n, expiresAt: 9 },
    },
    signature: "0x1234",
  };
  const metered = meteredPolicy({ sequencer: zeroAddress, pricePerPeriodWei: 6n });
  const listed = allowListPolicy({ root: keccak256("0x02") });

  test("is nothing where nothing is needed, or nothing can be shown", () => {
    assert.equal(encodeEvidence(anyOf(freePolicy(), not(freePolicy())), { paidPeriod }), "0x");
    assert.equal(encodeEvidence(anyOf(metered, listed), {}), "0x");
    assert.equal(encodeEvidence(listed, { pathOf: () => undefined }), "0x");
  });

  test("goes to each part by itself, at every depth", () => {
    const terms = anyOf(freePolicy(), allOf(metered, not(listed)));
    const path = [keccak256("0x03")];
    const shown = { paidPeriod, pathOf: (root: Hex) => (root === listed.root ? path : undefined) };
    const read = (evidence: Hex) => decodeAbiParameters(parametersOf("bytes[]"), evidence)[0] as Hex[];
    const [forFree, forAll] = read(encodeEvidence(terms, shown));
    const [forMetered, forNot] = read(forAll!);
    assert.equal(forFree, "0x");
    assert.equal(forMetered, encodeEvidence(metered, shown));
    assert.deepEqual(read(forNot!), [encodeEvidence(listed, shown)]);
    assert.deepEqual(decodeAbiParameters(parametersOf("bytes32[]"), read(forNot!)[0]!), [path]);
  });
});

describe("an allow-list", () => {
  const accounts = Array.from({ length: 9 }, (_, n) => getAddress(numberToHex(n + 1, { size: 20 })));

  test.each([1, 2, 3, 8, 9])("of %i accounts leads each of them to its root, and nobody else", (count) => {
    const list = makeAllowList(accounts.slice(0, count));
    for (const [n, account] of accounts.entries()) {
      const path = list.pathOf(account.toLowerCase() as Address);
      assert.equal(path !== undefined, n < count);
      const root = path?.reduce(
        (node, sibling) =>
          node < sibling ? keccak256(`${node}${sibling.slice(2)}`) : keccak256(`${sibling}${node.slice(2)}`),
        allowListLeafOf(account),
      );
      assert.equal(root, path && list.root);
    }
  });

  test("takes an account once, however it is written, and is never empty", () => {
    const [one, two] = accounts as [Address, Address];
    const written = [one, two, one.toLowerCase() as Address];
    assert.equal(makeAllowList(written).root, makeAllowList([one, two]).root);
    assert.throws(() => makeAllowList([]), InvalidInput);
  });
});
