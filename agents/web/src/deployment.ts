// SPDX-License-Identifier: GPL-3.0-or-later
import { signal } from "@preact/signals";
import { createClient, defineChain, http } from "viem";
import { withTributary } from "../../sdk/chain/deployment.ts";
import { type Deployment, getDeployment } from "../../sdk/deployment/getDeployment.ts";
import { type Problem, problemOf } from "./sentences.ts";

export type { Deployment };
export type Loaded<T> =
  | { state: "loading" }
  | { state: "ready"; value: T }
  | { state: "failed"; problem: Problem };

/** The deployment that the page's own server names. `starting`: its agents are not up yet. */
export const deployment = signal<Loaded<Deployment> | { state: "starting" }>({ state: "loading" });

const A_DAY_MS = 86_400_000;

/** Reads the deployment, and waits while the devnet starts. */
export async function loadDeployment(): Promise<void> {
  let waited = false;
  const onWait = () => {
    waited = true;
    deployment.value = { state: "starting" };
  };
  try {
    const value = await getDeployment(location.origin, { patienceMs: A_DAY_MS, onWait });
    // the page's policy was made before the nodes had addresses
    if (waited) location.reload();
    else deployment.value = { state: "ready", value };
  } catch (error) {
    deployment.value = { state: "failed", problem: problemOf(error) };
  }
}

/** The chain of a deployment, with the contracts where every action finds them. */
export function chainOf({ chainId, rpcUrl, addresses }: Deployment) {
  const chain = defineChain({
    id: chainId,
    name: chainId === 31_337 ? "Tributary devnet" : `Chain ${chainId}`,
    nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
    blockTime: 1_000,
  });
  return withTributary(chain, addresses);
}

export type Reader = ReturnType<typeof readerOf>;

/** Reads the chain; signs nothing. */
export function readerOf(from: Deployment) {
  return createClient({ chain: chainOf(from), transport: http(from.rpcUrl) });
}

/** Whether the deployment gives its tokens away, so that a key of the browser alone is safe to use. */
export const isDevelopment = ({ chainId }: Deployment): boolean => chainId === 31_337;
