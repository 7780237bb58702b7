// SPDX-License-Identifier: GPL-3.0-or-later
import {
  type Address,
  createPublicClient,
  custom,
  decodeFunctionData,
  type Hex,
  http,
  parseEther,
  parseTransaction,
} from "viem";
import { createNativeCurve } from "../../curve/nativeCurve.ts";
import type { ChainClient } from "../../kernel/chain/chain.ts";
import { createLogger } from "../../kernel/process/log.ts";
import { openStore } from "../../kernel/store/store.ts";
import { developmentChain } from "../../kernel/testing/chainClient.ts";
import { scratchDir } from "../../kernel/testing/scratch.ts";
import { createSender } from "../../kernel/tx/sender.ts";
import type { Devchain } from "../../localnet/devchain.ts";
import type { Scope } from "../../localnet/scope.ts";
import { keyGenerationAbi } from "../../sdk/abis.generated.ts";
import { KEYHOLDER_ROLE } from "../../sdk/committees/getCommittee.ts";
import { followGenerations, generationMigrations } from "../generation/followGenerations.ts";
import { createTakePart } from "../generation/takePart.ts";
import { Cut, createCuts } from "./cuts.ts";
import { newActor } from "./meteredWork.ts";

const BOND_WEI = parseEther("1000");

/** The part of a keyholder that takes part in generations, which a test moves tick by tick, and whose lives cuts may end. */
export async function startMember(t: Scope, devchain: Devchain, founder: Address) {
  const { account, key, client } = await newActor(devchain, BOND_WEI);
  const endpoint = "https://member.example";
  await client.operator.registerSync({ role: KEYHOLDER_ROLE, region: "eu", endpoint, bondWei: BOND_WEI });
  const dataDir = scratchDir(t);
  const cuts = createCuts();
  const { KeyGeneration: keyGeneration, KeyRegistry: keyRegistry } = devchain.deployment.contracts;
  let reads = 0;
  let acts = 0;

  function connect(): ChainClient {
    const { request } = http(devchain.rpcUrl)({ chain: developmentChain(devchain.rpcUrl) });
    const transport = custom({
      async request({ method, params }: { method: string; params: unknown }) {
        const pass = () => request({ method, params } as never);
        if (method === "eth_call") reads += 1;
        if (method !== "eth_sendRawTransaction") return pass();
        acts += 1;
        const { data } = parseTransaction((params as [Hex])[0]);
        const { functionName } = decodeFunctionData({ abi: keyGenerationAbi, data: data! });
        return cuts.async(`send ${functionName}`, pass);
      },
    });
    const chain = developmentChain(devchain.rpcUrl);
    return createPublicClient({ chain, transport, pollingInterval: 20 }) as unknown as ChainClient;
  }

  async function begin() {
    const [publicClient, log] = [connect(), createLogger("member", "silent")];
    const store = await openStore(`${dataDir}/member.db`, generationMigrations);
    const sender = createSender({ publicClient, account, store, log, abi: keyGenerationAbi });
    const { poll, end, ...generations } = followGenerations({
      ...{ publicClient, store, keyGeneration, self: account.address },
      ...{ startBlock: devchain.deployment.startBlock, finalityBlocks: 0 },
    });
    const takePart = createTakePart({
      ...{ publicClient, keyGeneration, keyRegistry, curve: createNativeCurve(), privateKey: key, dataDir },
      ...{ founders: [founder], sender, log },
      generations: {
        ...generations,
        poll: (signal) => cuts.async("note the logs", () => poll(signal)),
        end: (...args) => cuts.async("note the end", () => end(...args)),
      },
    });
    return { takePart, close: () => store.close() };
  }
  let life: Awaited<ReturnType<typeof begin>> | undefined;

  async function restart(): Promise<void> {
    await life?.close();
    life = undefined;
  }
  t.onTestFinished(restart);

  return {
    ...{ account, key, client, dataDir, cuts, restart, address: account.address },
    reads: () => reads,
    acts: () => acts,
    fault: () => life?.takePart.fault(),
    /** One look at the chain, in as many lives as it takes. */
    async tick(): Promise<void> {
      for (;;) {
        try {
          life ??= await begin();
          const { takePart } = life;
          return await cuts.live(() => takePart.tick(AbortSignal.timeout(60_000)));
        } catch (error) {
          if (!(error instanceof Cut)) throw error;
          acts += 1;
          await restart();
        }
      }
    },
  };
}
export type MemberInParts = Awaited<ReturnType<typeof startMember>>;
