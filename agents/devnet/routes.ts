// SPDX-License-Identifier: GPL-3.0-or-later
import { z } from "zod";
import { address } from "../kernel/config/commonConfig.ts";
import { HttpError } from "../kernel/http/problem.ts";
import { defineRoute, type Route } from "../kernel/http/route.ts";
import { CONTRACT_NAMES } from "../sdk/contracts.generated.ts";
import type { Faucet } from "./faucet.ts";

const baseUrl = z.url();

/** What a page needs to use the devnet. A deployment file of the deploy script is a part of it. */
const deploymentBody = z.object({
  chainId: z.int(),
  rpcUrl: z.url().describe("The chain's JSON-RPC; pages of any origin may call it"),
  startBlock: z.int().describe("No contract has a log before this block"),
  contracts: z.object(Object.fromEntries(CONTRACT_NAMES.map((name) => [name, z.string()]))),
  urls: z
    .object({
      sequencer: baseUrl,
      prover: baseUrl,
      watchtower: baseUrl,
      edges: z.array(baseUrl).describe("The edges that serve what they signed for"),
      mirrors: z.array(baseUrl).optional().describe("Web servers that hold copies of works, as files"),
      keyholders: z.array(baseUrl).optional().describe("The key nodes"),
      signin: baseUrl.optional().describe("Where people sign in, from the page at localhost"),
      faucet: baseUrl.describe("POST /v1/faucet below it gives tokens"),
    })
    .describe("Base URLs: each node describes its paths at /v1/openapi.json below"),
  works: z
    .array(
      z.object({
        contentId: z.string(),
        title: z.string(),
        durationSec: z.number(),
      }),
    )
    .describe("The works published so far"),
});
export type DeploymentBody = z.output<typeof deploymentBody>;

const givenBody = z.object({
  address: z.string(),
  streamWei: z.string().regex(/^[0-9]+$/),
  etherWei: z.string().regex(/^[0-9]+$/),
  transactions: z.array(z.string()).describe("Hashes of the transactions, all mined"),
});

/** What the routes answer once the agents run. */
export type Devnet = { deployment(): DeploymentBody; faucet: Pick<Faucet, "give"> };

/** @param devnet Returns undefined until the agents run. */
export function devnetRoutes(devnet: () => Devnet | undefined): Route[] {
  const running = () => {
    const found = devnet();
    if (found) return found;
    throw new HttpError(503, "starting", "The devnet is starting. Ask again in a second.", {
      headers: { "retry-after": "1" },
    });
  };
  return [
    defineRoute({
      method: "GET",
      path: "/deployment",
      summary: "The chain, the contracts' addresses, the nodes' URLs and the works",
      cors: "*",
      answers: { 200: { description: "The deployment.", body: deploymentBody } },
      // the works grow
      handle: () => ({
        status: 200,
        headers: { "cache-control": "no-store" },
        body: running().deployment(),
      }),
    }),
    defineRoute({
      method: "POST",
      path: "/faucet",
      summary: "Gives an account STREAM, and ether for gas, once an hour",
      cors: "*",
      body: z.object({ address }),
      answers: { 200: { description: "The tokens have arrived.", body: givenBody } },
      async handle(request) {
        const { faucet } = running();
        return { status: 200, body: await faucet.give((await request.body()).address) };
      },
    }),
  ];
}
