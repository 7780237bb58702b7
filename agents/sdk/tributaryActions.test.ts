// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { createClient, http } from "viem";
import { foundry } from "viem/chains";
import { test } from "vitest";
import { abis } from "./abis.generated.ts";
import { CONTRACT_NAMES, type ContractName } from "./contracts.generated.ts";
import { namespaces, tributaryActions } from "./tributaryActions.ts";

/** Contracts whose actions are still to come. */
const TO_COME = new Set<ContractName>(
  CONTRACT_NAMES.filter(
    (name) => !["Staking", "StreamingProtocol", "StreamPools", "Forwarder"].includes(name),
  ),
);
/** Functions and events that no dApp calls or sees, and the reason. */
const LEFT_OUT: Record<string, string> = {
  CONTENT_REGISTRY: "an address of the deployment",
  EIP712DomainChanged: "never emitted: no domain changes",
  eip712Domain: "the typed data of each signature names it",
  FORWARDER: "an address of the deployment",
  PERMIT2: "one address on every chain, which the SDK names",
  POSITIONS: "an address of the deployment",
  SPLIT_ROLLUP: "an address of the deployment",
  STREAM: "an address of the deployment",
  TOKEN: "an address of the deployment",
  VESTING: "an address of the deployment",
};

type Reaching = { calls?: { contract: string | readonly string[]; functions: readonly { name: string }[] } };

test.each(
  CONTRACT_NAMES.filter((name) => !TO_COME.has(name)),
)("every function of %s has an action", (name) => {
  const contract = `${name[0]!.toLowerCase()}${name.slice(1)}`;
  const reached = Object.values(namespaces)
    .flatMap((actions) => Object.values(actions) as Reaching[])
    .flatMap(({ calls }) =>
      calls && [calls.contract].flat().includes(contract) ? calls.functions.map(({ name }) => name) : [],
    );
  const functions = (abis[name] as readonly { type: string; name?: string }[]).flatMap(
    ({ type, name = "" }) => (type === "function" && !(name in LEFT_OUT) ? [name] : []),
  );
  assert.deepEqual([...new Set(reached)].sort(), [...new Set(functions)].sort());
});

test("every event has a subscription", () => {
  const client = createClient({ chain: foundry, transport: http() }).extend(tributaryActions());
  const watches = Object.values(client as object).flatMap((methods) =>
    Object.keys(methods ?? {}).filter((name) => name.startsWith("watch")),
  );
  for (const name of CONTRACT_NAMES.filter((name) => !TO_COME.has(name)))
    for (const item of abis[name] as readonly { type: string; name?: string }[])
      if (item.type === "event" && !(item.name! in LEFT_OUT))
        assert.ok(watches.includes(`watch${item.name}`), `watch${item.name} of ${name}`);
});
