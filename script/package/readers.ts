// SPDX-License-Identifier: GPL-3.0-or-later
// What a project elsewhere writes with the package: the sources that are compiled, run and bundled there.

/** Loads each door, in Node. */
export const DOORS = `import { addressesOf, channel, rateOf, TributaryError, tributaryActions } from "@tributary/sdk";
import { abis } from "@tributary/sdk/abis";
import staking from "@tributary/sdk/abi/Staking.json" with { type: "json" };
import { fileSessionStore } from "@tributary/sdk/node";
import { play, playIn } from "@tributary/sdk/player";
import { useTributaryRead } from "@tributary/sdk/react";
console.log([addressesOf, channel.open.sync, rateOf, TributaryError, tributaryActions, fileSessionStore, play, playIn,
  useTributaryRead].every((one) => typeof one === "function"), abis.Staking.length === staking.length);
`;

/** Loads what needs no package beside viem. */
export const DOORS_WITHOUT_PEERS = `import { tributaryActions } from "@tributary/sdk";
import { fileSessionStore } from "@tributary/sdk/node";
import { play } from "@tributary/sdk/player";
console.log([tributaryActions, fileSessionStore, play].every((one) => typeof one === "function"));
`;

/** Takes the types at their word. */
export const READER = `import { type ContractRefused, depositOver, rateOf, tributaryActions, TributaryError } from "@tributary/sdk";
import { stakingAbi } from "@tributary/sdk/abis";
import { createWalletClient, http, parseEther, type Hash, type Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { foundry } from "viem/chains";

const account = privateKeyToAccount(process.argv[2] as Hex);
const client = createWalletClient({ account, chain: foundry, transport: http() }).extend(tributaryActions());
export const hash: Hash = await client.staking.stake({ amountWei: parseEther("2") });
const { rewardWei, receipt } = await client.staking.getRewardSync();
export const reward: bigint = rewardWei + receipt.gasUsed;
export const deposit: bigint = depositOver(rateOf({ amountWei: 9n, perSeconds: 1 }), 60);
// @ts-expect-error wei per second are no rate
depositOver(9n, 60);
// @ts-expect-error an amount is a bigint
client.staking.stake({ amountWei: 2 });
export const name: "earned" = stakingAbi[6].name;
export const refusal = (error: unknown) =>
  error instanceof TributaryError && error.name === "ContractRefused" ? (error as ContractRefused).errorName : undefined;
`;

/** wagmi's own client and types. */
export const HOOKS = `import { staking, withTributary, type TributaryAddresses } from "@tributary/sdk";
import { useTributaryRead, useTributaryWrite } from "@tributary/sdk/react";
import { createConfig, http, useConnection } from "wagmi";
import { foundry } from "wagmi/chains";

export const configOf = (addresses: TributaryAddresses) =>
  createConfig({ chains: [withTributary(foundry, addresses)], transports: { [foundry.id]: http() } });
export function useStake(): { amount: bigint | undefined; stake: () => void } {
  const { address } = useConnection();
  const { data } = useTributaryRead(staking.getStake, { account: address! });
  const { mutate } = useTributaryWrite(staking.stake);
  return { amount: data?.stakedWei, stake: () => mutate({ amountWei: 2n }) };
}
`;

/** A page that pays and plays. */
export const PAGE = `import { browserSessionStore, tributaryActions } from "@tributary/sdk";
import { play, playIn } from "@tributary/sdk/player";
import { createWalletClient, custom } from "viem";
import { foundry } from "viem/chains";

export async function start(video, { account, content, edges, sequencerUrl }) {
  const client = createWalletClient({ account, chain: foundry, transport: custom(globalThis.ethereum) }).extend(tributaryActions());
  const store = browserSessionStore();
  const terms = { store, sequencerUrl, payee: content.payee, windowSec: 3600, depositWei: 2n };
  const { session } = await client.channel.openKeptSession(terms);
  await play({ content, edges, paymentSession: session, court: undefined, ...playIn(video) });
}
globalThis.start = start;
`;

/** The settings of a reader's compiler, the strictest ones. */
export const compilerOptions = (resolution: { module: string; moduleResolution: string }) => ({
  ...{ ...resolution, target: "es2022", lib: ["es2022", "dom"], types: ["node"], noEmit: true, strict: true },
  ...{ exactOptionalPropertyTypes: true, noPropertyAccessFromIndexSignature: true, jsx: "react-jsx" },
  ...{ noUncheckedIndexedAccess: true, skipLibCheck: true, verbatimModuleSyntax: true },
});

export const RESOLUTIONS = [
  { moduleResolution: "bundler", module: "esnext" },
  { moduleResolution: "nodenext", module: "nodenext" },
];
