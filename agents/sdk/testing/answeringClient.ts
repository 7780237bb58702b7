// SPDX-License-Identifier: MIT
import {
  type Abi,
  createPublicClient,
  custom,
  decodeFunctionData,
  encodeFunctionResult,
  type Hex,
  hexToBigInt,
  numberToHex,
} from "viem";
import { withTributary } from "../chain/deployment.ts";
import { foundry } from "../chain/foundry.ts";
import { deployments } from "../deployment/deployments.generated.ts";

export type AskedCall = { functionName: string; args: readonly unknown[]; block: bigint | "latest" };

/** A client of a chain at block 100 whose contracts answer as told; `asked` has every call. */
export function answeringClient(abi: Abi, answer: (call: AskedCall) => unknown) {
  const asked: AskedCall[] = [];
  const request = async ({ method, params }: { method: string; params: [{ data: Hex }, Hex | "latest"] }) => {
    if (method === "eth_blockNumber") return numberToHex(100);
    const [{ data }, tag] = params;
    const { functionName, args = [] } = decodeFunctionData({ abi, data });
    const call = { functionName, args, block: tag === "latest" ? tag : hexToBigInt(tag) } as AskedCall;
    asked.push(call);
    return encodeFunctionResult({ abi, functionName, result: answer(call) } as never);
  };
  const transport = custom({ request } as never, { retryCount: 0 });
  const chain = withTributary(foundry, deployments[foundry.id]);
  return { asked, client: createPublicClient({ chain, transport }) };
}
