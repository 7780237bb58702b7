// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { type Chain, createClient, http, zeroAddress } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { foundry, mainnet } from "viem/chains";
import { test } from "vitest";
import { abis } from "./abis.generated.ts";
import type { TributaryAddresses } from "./addresses.ts";
import { withTributary } from "./chain/deployment.ts";
import { CONTRACT_NAMES } from "./contracts.generated.ts";
import { deployments } from "./deployment/deployments.generated.ts";
import { namespaces, tributaryActions } from "./tributaryActions.ts";

/** Functions and events that no dApp calls or sees, and the reason. */
const LEFT_OUT: Record<string, string> = {
  CONTENT_REGISTRY: "an address of the deployment",
  PLACEMENT: "an address of the deployment",
  AVAILABILITY_COURT: "an address of the deployment",
  COMPOSED_POLICY: "an address of the deployment",
  EIP712DomainChanged: "never emitted: no domain changes",
  INPUTS: "an address of the deployment",
  ROLLUP: "an address of the deployment",
  FORWARDER: "an address of the deployment",
  PAYMENT_CHANNELS: "an address of the deployment",
  PERMIT2: "one address on every chain, which the SDK names",
  POPULARITY: "an address of the deployment",
  POSITIONS: "an address of the deployment",
  SPLIT_ROLLUP: "an address of the deployment",
  STREAM_POOLS: "an address of the deployment",
  STREAM: "an address of the deployment",
  TOKEN: "an address of the deployment",
  VESTING: "an address of the deployment",
  STREAMING_PROTOCOL: "an address of the deployment",
  TOKEN_VESTING: "an address of the deployment",
  INSTANT: "the constant INSTANT",
  INITIAL_SUPPLY: "the constant SUPPLY_WEI",
  domainSeparator: "the typed data of each signature names it",
  idOf: "assertionIdOf computes it",
  DOMAIN_SEPARATOR: "signPermit reads it",
  eip712Domain: "the typed data of each signature names it",
  campaignIdOf: "campaignIdOf computes it",
  grantIdOf: "grantIdOf computes it",
  scheduleHashOf: "scheduleHashOf computes it",
  linearSchedule: "linearSchedule computes it",
  releaseDigest: "releaseTypedData",
  redeemDigest: "redeemTypedData",
  KEY_REGISTRY: "an address of the deployment",
  committeeIdOf: "committeeIdOf computes it",
  answerDigest: "partialDecryptionTypedData",
  CLAIM_VERIFIER: "an address of the deployment",
  SETTLE_VERIFIER: "an address of the deployment",
  OPERATOR_REGISTRY: "an address of the deployment",
  EMPTY_ROOT: "a constant of the circuits",
  SETUP: "an auditor's question to a verifier",
  verifyProof: "the rollup's own call",
  receiptDigest: "receiptTypedData",
  liveLeafDigest: "a publisher's own tool signs it",
  holdingDigest: "holdingTypedData",
  delegationDigest: "delegationTypedData",
  paidPeriodDigest: "paidPeriodTypedData",
  leafOf: "allowListLeafOf computes it",
  PASSKEY_VERIFIER: "an address of the deployment",
  channelIdOf: "channelIdOf computes it",
  voucherDigest: "voucherTypedData",
  tickVoucherDigest: "tickVoucherTypedData",
  openDigest: "openingTypedData",
  closeConsentDigest: "closeConsentTypedData",
  refundConsentDigest: "refundConsentTypedData",
  slash: "a court's own call",
  slashPart: "a court's own call",
  supportsInterface: "a wallet asks for it by itself",
  mint: "an issuer's own call",
};
/** The same, for a function whose name another contract's action has. */
const LEFT_OUT_OF: Record<string, string> = {
  "TokenVesting.grantKeyOf": "grantKeyOf computes it",
  "PositionToken.burn": "an issuer's own call",
};

type Reaching = { calls?: { contract: string | readonly string[]; functions: readonly { name: string }[] } };

test.each(CONTRACT_NAMES)("every function of %s has an action", (contractName) => {
  const contract = `${contractName[0]!.toLowerCase()}${contractName.slice(1)}`;
  const reached = Object.values(namespaces)
    .flatMap((actions) => Object.values(actions) as Reaching[])
    .flatMap(({ calls }) =>
      calls && [calls.contract].flat().includes(contract) ? calls.functions.map(({ name }) => name) : [],
    );
  const functions = (abis[contractName] as readonly { type: string; name?: string }[]).flatMap(
    ({ type, name = "" }) =>
      type === "function" && !(name in LEFT_OUT) && !(`${contractName}.${name}` in LEFT_OUT_OF) ? [name] : [],
  );
  assert.deepEqual([...new Set(reached)].sort(), [...new Set(functions)].sort());
});

test("every event has a subscription", () => {
  const client = createClient({ chain: foundry, transport: http() }).extend(tributaryActions());
  const watches = Object.values(client as object).flatMap((methods) =>
    Object.keys(methods ?? {}).filter((name) => name.startsWith("watch")),
  );
  for (const name of CONTRACT_NAMES)
    for (const item of abis[name] as readonly { type: string; name?: string }[])
      if (item.type === "event" && !(item.name! in LEFT_OUT))
        assert.ok(watches.includes(`watch${item.name}`), `watch${item.name} of ${name}`);
});

test("a client finds the contracts: as given, in its chain, or in the address book of its chain", () => {
  const other = { ...deployments[foundry.id], staking: zeroAddress };
  const account = privateKeyToAccount(generatePrivateKey());
  const to = (chain: Chain, addresses?: TributaryAddresses) =>
    createClient({ account, chain, transport: http() })
      .extend(tributaryActions(addresses))
      .staking.emergencyWithdraw.call({}).to;
  assert.equal(to(foundry), deployments[foundry.id].staking);
  assert.equal(to(withTributary(foundry, other)), zeroAddress);
  assert.equal(to(withTributary(foundry, other), deployments[foundry.id]), deployments[foundry.id].staking);
  assert.throws(() => to(mainnet), /the address of staking on chain 1 is unknown/);
});
