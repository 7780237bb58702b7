// SPDX-License-Identifier: GPL-3.0-or-later
import { join } from "node:path";
import type { Address, Hex } from "viem";
import type { Devchain } from "../../localnet/devchain.ts";
import { runCli } from "./runCli.ts";

/** Publishes a file in the clear, by a publisher of its own, who is paid where nobody else is named. Throws what the command says. */
export async function publishFile(
  {
    rpcUrl,
    deployment,
    directory,
    newAccount,
  }: Pick<Devchain, "rpcUrl" | "deployment" | "directory" | "newAccount">,
  file: string,
  { rate, payee, mirror }: { rate: string; payee?: Address | `split:${bigint}`; mirror?: string },
): Promise<Hex> {
  const { key, account } = await newAccount();
  const env = {
    TRIBUTARY_RPC_URL: rpcUrl,
    TRIBUTARY_DEPLOYMENT: deployment.path,
    TRIBUTARY_KEY: key,
    TRIBUTARY_DATA_DIR: join(directory, key),
  };
  const args = ["publish", file, "--plain", "--payee", payee ?? account.address, "--rate", rate];
  if (mirror) args.push("--mirror", mirror);
  const { code, out, err } = await runCli(args, { env });
  if (code !== 0) throw new Error(err);
  return out.trim() as Hex;
}
