// SPDX-License-Identifier: GPL-3.0-or-later
// Vouchers from HTTP to disk, of many channels at once, against a sequencer in a process of its own.
import { createRequire } from "node:module";
import type { Socket } from "node:net";
import { type Hex, hashTypedData, hexToBytes } from "viem";
import { generatePrivateKey, privateKeyToAddress } from "viem/accounts";
import { payeeOfSplit } from "../../agents/sdk/chain/payee.ts";
import { voucherTypedData } from "../../agents/sdk/channels/voucher.ts";
import { connected, exchange, forkServer } from "./childServer.ts";
import { postRequest } from "./postRequest.ts";
import { CONTRACT, TOKEN } from "./voucherServer.ts";

export const CHANNELS = 500;
const ROUNDS = 41;

export type VoucherLoad = {
  perCpuSecond: number;
  perSecond: number;
  /** The server's share of one core. */
  busyPercent: number;
  p50Ms: number;
  p99Ms: number;
};

/** Each of 500 channels posts a voucher as soon as its last one is answered. CPU time is the server's alone. */
export async function measureVoucherLoad(): Promise<VoucherLoad> {
  const requests = Array.from({ length: CHANNELS }, requestsOfChannel);
  const server = await forkServer("voucherServer.ts");
  const sockets = await Promise.all(requests.map(() => connected(server.port)));
  // the first round opens the channels, and warms up
  await Promise.all(sockets.map((socket, at) => post(socket, requests[at]!.slice(0, 1), [])));
  const took: number[] = [];
  const [cpuBefore, startedMs] = [await server.cpuMicros(), performance.now()];
  await Promise.all(sockets.map((socket, at) => post(socket, requests[at]!.slice(1), took)));
  const seconds = (performance.now() - startedMs) / 1_000;
  const cpuSeconds = ((await server.cpuMicros()) - cpuBefore) / 1e6;
  for (const socket of sockets) socket.destroy();
  server.stop();
  took.sort((a, b) => a - b);
  return {
    perCpuSecond: took.length / cpuSeconds,
    perSecond: took.length / seconds,
    busyPercent: (100 * cpuSeconds) / seconds,
    p50Ms: took[Math.floor(took.length * 0.5)]!,
    p99Ms: took[Math.floor(took.length * 0.99)]!,
  };
}

/** Posts one request after another, and notes the time to each answer. */
export async function post(socket: Socket, requests: readonly Buffer[], took: number[]): Promise<void> {
  for (const request of requests) {
    const startedMs = performance.now();
    await exchange(socket, request);
    took.push(performance.now() - startedMs);
  }
}

/** The signed requests of a channel of its own; libsecp256k1 signs, since viem takes a millisecond for each. */
function requestsOfChannel(): Buffer[] {
  const { ecdsaSign } = createRequire(import.meta.url)("secp256k1/bindings.js") as {
    ecdsaSign(digest: Uint8Array, key: Uint8Array): { signature: Uint8Array; recid: number };
  };
  const privateKey = generatePrivateKey();
  const address = privateKeyToAddress(privateKey);
  const parties = { payer: address, payee: payeeOfSplit(7n), token: TOKEN, sessionKey: address };
  return Array.from({ length: ROUNDS }, (_, round) => {
    const cumulative = BigInt(round + 1) * 10n ** 15n;
    const typed = voucherTypedData({ ...CONTRACT, key: { ...parties, salt: 0n }, cumulative });
    const { signature, recid } = ecdsaSign(hexToBytes(hashTypedData(typed)), hexToBytes(privateKey));
    const signed: Hex = `0x${Buffer.from([...signature, 27 + recid]).toString("hex")}`;
    const { chainId, paymentChannels: contract } = CONTRACT;
    return postRequest("/v1/vouchers", {
      chainId,
      contract,
      ...parties,
      salt: "0",
      cumulative: String(cumulative),
      signature: signed,
    });
  });
}
