// SPDX-License-Identifier: MIT
// The page of the hooks' test: an account's stake, read, raised and watched.
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createElement as h, useState } from "react";
import { createRoot } from "react-dom/client";
import { type Address, defineChain, http, parseEther } from "viem";
import { createConfig, useConnect, useConnection, useConnectors, WagmiProvider } from "wagmi";
import { mock } from "wagmi/connectors";
import type { TributaryAddresses } from "../../addresses.ts";
import { withTributary } from "../../chain/deployment.ts";
import { watchStaked } from "../../staking/actions.ts";
import { getStake } from "../../staking/getStake.ts";
import { stake } from "../../staking/stake.ts";
import { useTributaryRead, useTributaryWatch, useTributaryWrite, useTributaryWriteSync } from "../hooks.ts";

declare const document: { querySelector(selector: "main"): Parameters<typeof createRoot>[0] };

/** Shows the page on the chain at `rpcUrl`, whose node signs for `account`. */
function show(rpcUrl: string, addresses: TributaryAddresses, account: Address): void {
  const chain = withTributary(
    defineChain({
      ...{ id: 31_337, name: "test", nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 } },
      rpcUrls: { default: { http: [rpcUrl] } },
    }),
    addresses,
  );
  const config = createConfig({
    chains: [chain],
    connectors: [mock({ accounts: [account] })],
    transports: { [chain.id]: http(rpcUrl) },
    pollingInterval: 50,
  });
  const root = createRoot(document.querySelector("main"));
  const queries = h(QueryClientProvider, { client: new QueryClient() }, h(Stake));
  root.render(h(WagmiProvider, { config }, queries));
}

function Stake() {
  const { address } = useConnection();
  const { mutate: connect } = useConnect();
  const [connector] = useConnectors();
  const [events, setEvents] = useState<bigint[]>([]);
  const read = useTributaryRead(
    getStake,
    { account: address as Address },
    { enabled: address !== undefined },
  );
  const write = useTributaryWrite(stake);
  const written = useTributaryWriteSync(stake);
  useTributaryWatch(watchStaked, {
    onEvent: ({ amount }) => setEvents((before) => [...before, amount]),
  });
  const say = (id: string, value: unknown) => h("output", { id }, String(value ?? ""));
  const button = (id: string, onClick: () => void) => h("button", { id, onClick, type: "button" }, id);
  return [
    button("connect", () => connect({ connector: connector! })),
    button("stake", () => written.mutate({ amountWei: parseEther("2"), source: "allowance" })),
    button("tooMuch", () => write.mutate({ amountWei: parseEther("1000"), source: "allowance" })),
    say("staked", read.data?.stakedWei),
    say("mined", written.data?.receipt.status),
    say("refused", write.error?.name),
    say("events", events.join()),
  ].map((child, key) => h("p", { key }, child));
}

Object.assign(globalThis, { show });
