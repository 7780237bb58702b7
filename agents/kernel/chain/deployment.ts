// SPDX-License-Identifier: GPL-3.0-or-later
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Address, getAddress, isAddress } from "viem";
import { z } from "zod";
import { UserError } from "../process/errors.ts";

const address = z
  .string()
  .refine((text) => isAddress(text, { strict: false }), { error: "not an address" })
  .transform((text): Address => getAddress(text));

const schema = z.object({
  chainId: z.int().positive(),
  startBlock: z.int().nonnegative().transform(BigInt),
  contracts: z.object({
    StreamToken: address,
    TokenDistribution: address,
    TokenVesting: address,
    Staking: address,
    PositionToken: address,
    Forwarder: address,
    StreamingProtocol: address,
    StreamPools: address,
    ContentRegistry: address,
    OperatorRegistry: address,
    ContentCourt: address,
    PaymentChannels: address,
    SplitRollup: address,
    SettleVerifier: address,
    ClaimVerifier: address,
  }),
});

/** Where the contracts stand on one chain, as the deploy script wrote it. `startBlock` is the first worth reading logs of. */
export type Deployment = z.output<typeof schema> & { path: string };

/** Reads and checks the deployment of `chainId`; without a path, script/deployments/<chainId>.json of this repository. */
export function readDeployment(chainId: number, path = defaultPath(chainId)): Deployment {
  const parsed = schema.safeParse(parseJson(readText(path, chainId), path));
  if (!parsed.success) {
    const reasons = parsed.error.issues
      .map((issue) => `${issue.path.join(".")}: ${issue.message}`)
      .join("; ");
    throw new UserError(`${path} is not a deployment (${reasons}).`, "Deploy again to write it anew.");
  }
  if (parsed.data.chainId !== chainId) {
    throw new UserError(
      `${path} is for chain ${parsed.data.chainId}, but the RPC serves chain ${chainId}.`,
      "Point --rpc-url or --deployment at the other one.",
    );
  }
  return { ...parsed.data, path };
}

const defaultPath = (chainId: number) =>
  fileURLToPath(new URL(`../../../script/deployments/${chainId}.json`, import.meta.url));

function readText(path: string, chainId: number): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new UserError(
      `There is no deployment of chain ${chainId} at ${path}.`,
      "Deploy the contracts first, or name the file with --deployment.",
      { cause: error },
    );
  }
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(`${path} is not JSON.`, "Deploy again to write it anew.", { cause: error });
  }
}
