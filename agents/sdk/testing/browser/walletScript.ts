// SPDX-License-Identifier: MIT
import { fileURLToPath } from "node:url";
import { build, type Rolldown } from "vite";

const beside = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** A script that puts the wallet of {@link injectWallet} into any page, as an extension would, for the chain at `rpcUrl`. */
export async function walletScript(rpcUrl: string): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: "warn",
    define: { RPC_URL: JSON.stringify(rpcUrl) },
    resolve: { alias: { "viem/chains": beside("chain.ts") } },
    build: {
      write: false,
      minify: false,
      lib: { entry: beside("injectedWallet.ts"), formats: ["iife"], name: "injected" },
    },
  });
  const [{ output }] = [built].flat() as [Rolldown.RolldownOutput];
  return `${output[0].code}\ninjected.injectWallet();`;
}
