// SPDX-License-Identifier: GPL-3.0-or-later
// A process to be killed: `node pingingChild.ts <rpcUrl> <store> <key> <last>`.
// Like a role, the process looks at the chain, decides on the next number, and sends it, until the last is mined.
import type { Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { createLogger } from "../process/log.ts";
import { openStore } from "../store/store.ts";
import { createSender } from "../tx/sender.ts";
import { testChainClient } from "./chainClient.ts";
import { PINGER, ping, pingerAbi } from "./pinger.ts";

const [rpcUrl = "", path = "", key = "", last = ""] = process.argv.slice(2);
const publicClient = testChainClient(rpcUrl);
const store = await openStore(path, []);
const log = createLogger("child", "error");
const account = privateKeyToAccount(key as Hex);
const sender = createSender({ publicClient, account, store, log, abi: pingerAbi, bumpAfterMs: 500 });

await sender.recover();
for (let sent = 0n; sent < BigInt(last); ) {
  const pings = await publicClient.getContractEvents({
    address: PINGER,
    abi: pingerAbi,
    fromBlock: 0n,
    strict: true,
  });
  sent = BigInt(pings.length);
  if (sent < BigInt(last))
    await sender.send({ to: PINGER, data: ping(sent + 1n), label: `ping ${sent + 1n}` });
}
await store.close();
