// SPDX-License-Identifier: GPL-3.0-or-later
import {
  type Address,
  createPublicClient,
  custom,
  type Hex,
  keccak256,
  numberToHex,
  parseTransaction,
  RpcRequestError,
} from "viem";
import type { ChainClient } from "../chain/chain.ts";
import { developmentChain } from "./chainClient.ts";

type Refusal = { code: number; message: string };
export type FakeTransaction = {
  hash: Hex;
  nonce: number;
  data: Hex;
  gas: bigint;
  maxFeePerGas: bigint;
  maxPriorityFeePerGas: bigint;
};

/** One account on a chain in memory: the test decides what is mined, and what the node answers. */
export function createFakeChain() {
  const pool = new Map<number, FakeTransaction>();
  const mined: FakeTransaction[] = [];
  const chain = {
    /** The waiting transactions, by nonce; a later transaction on a nonce replaces the earlier. */
    pool,
    mined,
    baseFeeWei: 10n ** 9n,
    balanceWei: 10n ** 18n,
    estimatedGas: 50_000n,
    /** The node's answer to a signed transaction; undefined takes the transaction. */
    judge: (_: FakeTransaction): Refusal | undefined => undefined,
    /** Mines the waiting transactions, from the next nonce on. */
    mine() {
      for (let next = pool.get(mined.length); next; next = pool.get(mined.length)) mined.push(next);
      for (const { nonce } of mined) pool.delete(nonce);
    },
    client: createPublicClient({
      chain: developmentChain("http://nowhere"),
      transport: custom({ request: async ({ method, params }) => answer(method, params) }, { retryCount: 0 }),
      pollingInterval: 20,
    }) as unknown as ChainClient,
  };

  function answer(method: string, params: [string, string]): unknown {
    switch (method) {
      case "eth_getTransactionCount":
        return numberToHex(mined.length + (params[1] === "pending" ? pool.size : 0));
      case "eth_getBlockByNumber":
        return {
          number: "0x1",
          timestamp: "0x1",
          baseFeePerGas: numberToHex(chain.baseFeeWei),
          transactions: [],
        };
      case "eth_maxPriorityFeePerGas":
        return numberToHex(chain.baseFeeWei / 10n);
      case "eth_getBalance":
        return numberToHex(chain.balanceWei);
      case "eth_estimateGas":
        return numberToHex(chain.estimatedGas);
      case "eth_sendRawTransaction":
        return take(params[0] as Hex);
      case "eth_getTransactionReceipt":
        return receiptOf(params[0] as Hex);
      default:
        throw new Error(`the fake chain knows no ${method}`);
    }
  }

  function take(raw: Hex): Hex {
    const { nonce = 0, data = "0x", gas = 0n, ...fees } = parseTransaction(raw);
    const { maxFeePerGas = 0n, maxPriorityFeePerGas = 0n } = fees;
    const transaction = { hash: keccak256(raw), nonce, data, gas, maxFeePerGas, maxPriorityFeePerGas };
    const error = chain.judge(transaction);
    if (error) throw new RpcRequestError({ body: {}, error, url: "http://nowhere" });
    pool.set(nonce, transaction);
    return transaction.hash;
  }

  function receiptOf(hash: Hex) {
    const found = mined.find((one) => one.hash === hash);
    const nobody: Address = "0x0000000000000000000000000000000000000000";
    return found
      ? {
          transactionHash: hash,
          blockNumber: "0x1",
          status: "0x1",
          gasUsed: "0x5208",
          logs: [],
          from: nobody,
        }
      : null;
  }

  return chain;
}
