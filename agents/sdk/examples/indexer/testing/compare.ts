// SPDX-License-Identifier: MIT
import { type Abi, type Address, createPublicClient, http } from "viem";
import type { Devchain } from "../../../../localnet/devchain.ts";
import { abis } from "../../../abis.generated.ts";
import type { ContractName } from "../events.ts";
import { idOf } from "../store.ts";
import { checksOf, type Rows } from "./checks.ts";

/** The contracts' answers at a block, each asked for once. */
export async function chainAt({ rpcUrl, deployment: { contracts } }: Devchain, blockNumber: bigint) {
  const client = createPublicClient({ transport: http(rpcUrl, { batch: true }) });
  const { timestamp: timeSec } = await client.getBlock({ blockNumber });
  const answers = new Map<string, Promise<unknown>>();
  /** The depositories share their views, so any ABI of theirs does for an address. */
  const ask = (contract: ContractName | Address, functionName: string, args: readonly unknown[]) => {
    const isName = contract in abis;
    const abi = abis[isName ? (contract as ContractName) : "StreamPools"] as Abi;
    const address = isName ? contracts[contract as ContractName] : (contract as Address);
    const question = idOf(address, functionName, ...args.map(textOf));
    const answer =
      answers.get(question) ??
      client.readContract({ abi, address, functionName, args, blockNumber }).catch(() => "refused");
    answers.set(question, answer);
    return answer;
  };
  const [launch, provingFee] = await Promise.all([
    ask("TokenVesting", "LAUNCH", []),
    ask("SplitRollup", "PROVING_FEE", []),
  ]);
  return { ask, contracts, launch: Number(launch), provingFee: provingFee as bigint, timeSec };
}

export type Chain = Awaited<ReturnType<typeof chainAt>>;

/** @returns A line for each view that answers another thing than the rows say. */
export async function differences(rows: Rows, chain: Chain): Promise<string[]> {
  const checks = await checksOf(rows, chain);
  const lines = await Promise.all(
    checks.map(async ([contract, view, args, indexed]) => {
      const answer = await chain.ask(contract, view, args);
      const [theirs, ours] = [textOf(fieldsOf(answer, indexed)), textOf(indexed)];
      return ours === theirs
        ? []
        : [`${contract}.${view}(${args.map(textOf)}) is ${theirs}, by logs ${ours}`];
    }),
  );
  return lines.flat();
}

/** Of a struct, the fields that `indexed` names. */
function fieldsOf(answer: unknown, indexed: unknown): unknown {
  if (typeof indexed !== "object" || typeof answer !== "object" || !answer) return answer;
  return Object.fromEntries(
    Object.keys(indexed!).map((name) => [name, (answer as Record<string, unknown>)[name]]),
  );
}

export function textOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value).toLowerCase();
  return `{${Object.entries(value).map(([name, one]) => `${name}: ${textOf(one)}`)}}`;
}
