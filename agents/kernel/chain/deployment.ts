// SPDX-License-Identifier: GPL-3.0-or-later
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Address, getAddress, isAddress } from "viem";
import { z } from "zod";
import type { ContractName } from "../../sdk/contracts.generated.ts";
import { UserError } from "../process/errors.ts";

/** The addresses of the named contracts on one chain. Logs are worth reading from `startBlock` on. */
export type Deployment<Name extends ContractName = ContractName> = {
  chainId: number;
  startBlock: bigint;
  contracts: Record<Name, Address>;
  path: string;
};

const address = z
  .string()
  .refine((text) => isAddress(text, { strict: false }), { error: "not an address" })
  .transform((text): Address => getAddress(text));

const schemaOf = <Name extends ContractName>(names: readonly Name[]) =>
  z.object({
    chainId: z.int().positive(),
    startBlock: z.int().nonnegative().transform(BigInt),
    contracts: z.object(
      Object.fromEntries(names.map((name) => [name, address])) as Record<Name, typeof address>,
    ),
  });

/**
 * Reads and checks the deployment of `chainId`: the file must name each of `names`, and may lack any other contract.
 * The default path is script/deployments/<chainId>.json of this repository.
 */
export function readDeployment<Name extends ContractName>(
  chainId: number,
  names: readonly Name[],
  path = defaultDeploymentPath(chainId),
): Deployment<Name> {
  const parsed = schemaOf(names).safeParse(parseJson(readText(path, chainId), path));
  if (!parsed.success) {
    const reasons = parsed.error.issues
      .map((issue) => `${issue.path.join(".")}: ${issue.message}`)
      .join("; ");
    throw new UserError(
      `${path} is not a deployment (${reasons}).`,
      "Run `tributary deploy` again to write the file anew.",
    );
  }
  const { contracts, ...rest } = parsed.data;
  if (rest.chainId !== chainId) {
    throw new UserError(
      `${path} is for chain ${rest.chainId}, but the RPC serves chain ${chainId}.`,
      `Give --rpc-url an RPC of chain ${rest.chainId}, or --deployment a file of chain ${chainId}.`,
    );
  }
  // zod knows the keys by their schema only
  return { ...rest, contracts: contracts as Record<Name, Address>, path };
}

/** Where a deployment of the chain stands when no file is named. */
export const defaultDeploymentPath = (chainId: number) =>
  fileURLToPath(new URL(`../../../script/deployments/${chainId}.json`, import.meta.url));

function readText(path: string, chainId: number): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new UserError(
      `There is no deployment of chain ${chainId} at ${path}.`,
      "Deploy the contracts first with `tributary deploy`, or name the file with --deployment.",
      { cause: error },
    );
  }
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(`${path} is not JSON.`, "Run `tributary deploy` again to write the file anew.", {
      cause: error,
    });
  }
}
