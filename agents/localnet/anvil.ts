// SPDX-License-Identifier: GPL-3.0-or-later
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Writable } from "node:stream";
import { createTestClient, http, type PrivateKeyAccount, publicActions } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { foundry } from "../sdk/chain/foundry.ts";
import { foundryBinary } from "./foundry.ts";

/** Anvil's first accounts, from its public test mnemonic. Each holds 10,000 ether on a fresh chain. */
export const ANVIL_KEYS = [
  "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80",
  "0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d",
  "0x5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a",
] as const;

/** Room for every contract in one block: on anvil, a transaction that does not fit waits until another is sent. */
const BLOCK_GAS = "200000000";

export type Anvil = {
  rpcUrl: string;
  port: number;
  process: ChildProcess;
  /** Mines, sets balances, snapshots and reverts; reads too. */
  client: ReturnType<typeof connect>;
  /** Calls any RPC method, also those without a name in `client`. */
  rpc(method: string, params: unknown[]): Promise<unknown>;
  account(index: 0 | 1 | 2): PrivateKeyAccount;
  /** Ends anvil and waits for it. May be called twice. */
  stop(): Promise<void>;
};

/** Kills the program that follows when descriptor 3 closes without a word, as after any death of the parent. */
const LEASH = '(read -r _ <&3 || kill -9 $$) & exec "$@" 3<&-';

/** Starts anvil on a free port (or the --port in `args`), and resolves when anvil listens. Anvil ends with this process. */
export async function startAnvil(args: readonly string[] = []): Promise<Anvil> {
  const port = args.includes("--port") ? [] : ["--port", "0"];
  const child = spawn(
    "sh",
    ["-c", LEASH, "sh", foundryBinary("anvil"), ...port, ...args, "--gas-limit", BLOCK_GAS],
    {
      stdio: ["ignore", "pipe", "pipe", "pipe"],
      // a process group of its own, spared by Ctrl-C: the agents still need the chain while they stop
      detached: true,
    },
  );
  const leash = child.stdio[3] as Writable;
  leash.on("error", () => {}); // anvil died first
  const exited = new Promise<void>((resolve) =>
    child.once("exit", () => {
      // the word that keeps the leash from killing the next owner of the process id
      leash.end("\n");
      resolve();
    }),
  );
  const listening = await portOf(child);
  const rpcUrl = `http://127.0.0.1:${listening}`;
  const client = connect(rpcUrl);
  return {
    rpcUrl,
    port: listening,
    process: child,
    client,
    rpc: (method, params) => client.request({ method, params } as never),
    account: (index) => privateKeyToAccount(ANVIL_KEYS[index]),
    async stop() {
      child.kill("SIGKILL");
      await exited;
    },
  };
}

function connect(rpcUrl: string) {
  return createTestClient({
    mode: "anvil",
    chain: foundry,
    transport: http(rpcUrl),
    pollingInterval: 20,
  }).extend(publicActions);
}

function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = "";
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
    lines.on("line", (line) => {
      said += `${line}\n`;
      const port = /^Listening on .*:(\d+)$/.exec(line)?.[1];
      if (port) resolve(Number(port));
    });
    child.stderr?.on("data", (text) => {
      said += text;
    });
    child.once("error", reject);
    child.once("exit", (code) =>
      reject(new Error(`anvil ended with exit code ${code} before listening:\n${said}`)),
    );
  });
}
