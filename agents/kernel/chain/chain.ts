// SPDX-License-Identifier: GPL-3.0-or-later
import {
  type Account,
  type Address,
  type Chain,
  createPublicClient,
  createWalletClient,
  defineChain,
  type Hex,
  type HttpTransport,
  http,
  type PublicClient,
  type WalletClient,
} from "viem";
import type { ContractName } from "../../sdk/contracts.generated.ts";
import { UserError } from "../process/errors.ts";
import { type Deployment, readDeployment } from "./deployment.ts";
import { headOf } from "./head.ts";
import { endpointError, requireChainId } from "./rpcErrors.ts";

export type ChainClient = PublicClient<HttpTransport, Chain>;
/** A chain with the contracts that were asked for. The wallet client is undefined where no account was given. */
export type ChainConnection<
  Name extends ContractName = ContractName,
  A extends Account | undefined = Account | undefined,
> = {
  publicClient: ChainClient;
  walletClient: A extends Account ? WalletClient<HttpTransport, Chain, A> : undefined;
  chainId: number;
  /** Tells apart two chains with one id, such as two runs of anvil. */
  genesisHash: Hex;
  deployment: Deployment<Name>;
};

const DEVELOPMENT_CHAIN_ID = 31_337;

/**
 * Connects to a chain and checks it: the chain's id is that of the deployment (and `expectedChainId`), and each of
 * `contracts` has code at its address; the deployment may lack other contracts. Throws a UserError for the wrong chain,
 * and for an endpoint that is none; a TryAgainError when the RPC does not answer.
 */
export async function connectChain<
  Name extends ContractName,
  A extends Account | undefined = undefined,
>(options: {
  rpcUrl: string;
  contracts: readonly Name[];
  deploymentPath?: string;
  account?: A;
  expectedChainId?: number;
  /** Ends every request under way, and all later ones. */
  signal?: AbortSignal;
}): Promise<ChainConnection<Name, A>> {
  const { rpcUrl, expectedChainId, signal } = options;
  const transport = http(rpcUrl, {
    retryCount: 3,
    retryDelay: 200,
    timeout: 15_000,
    ...(signal && { fetchOptions: { signal } }),
  });
  const asked = createPublicClient({ transport }).getChainId();
  const chainId = requireChainId(
    await asked.catch((error) => {
      throw endpointError(error, rpcUrl);
    }),
    rpcUrl,
  );
  if (expectedChainId !== undefined && chainId !== expectedChainId) {
    throw new UserError(
      `The RPC serves chain ${chainId}, not ${expectedChainId}.`,
      `Give --rpc-url an RPC of chain ${expectedChainId}.`,
    );
  }

  const chain = defineChain({
    id: chainId,
    name: `chain ${chainId}`,
    nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
  });
  const pollingInterval = chainId === DEVELOPMENT_CHAIN_ID ? 50 : 2_000;
  const publicClient: ChainClient = createPublicClient({ chain, transport, pollingInterval });
  const deployment = readDeployment(chainId, options.contracts, options.deploymentPath);
  await requireCode(publicClient, deployment);
  const genesis = await publicClient.getBlock({ blockNumber: 0n });

  const walletClient =
    options.account && createWalletClient({ chain, transport, account: options.account, pollingInterval });
  return { publicClient, walletClient, chainId, genesisHash: genesis.hash, deployment } as ChainConnection<
    Name,
    A
  >;
}

/** The highest block with `finalityBlocks` blocks on top; the genesis block of a shorter chain. */
export async function latestFinal(
  publicClient: Pick<ChainClient, "getBlock">,
  finalityBlocks: number,
): Promise<bigint> {
  return finalUnder((await headOf(publicClient).look()).number, finalityBlocks);
}

/** The highest final block under `head`. */
export function finalUnder(head: bigint, finalityBlocks: number): bigint {
  const final = head - BigInt(finalityBlocks);
  return final > 0n ? final : 0n;
}

/** The later of the chain's clock and `nowSec`, in seconds: the careful choice where a deadline counts. */
export async function laterSec(publicClient: Pick<ChainClient, "getBlock">, nowSec: number): Promise<number> {
  return Math.max(nowSec, (await headOf(publicClient).look()).timestamp);
}

async function requireCode<Name extends ContractName>(
  publicClient: ChainClient,
  { contracts, path }: Deployment<Name>,
): Promise<void> {
  const missing = await Promise.all(
    Object.entries<Address>(contracts).map(async ([name, address]) => {
      const code = await publicClient.getCode({ address });
      return code ? [] : [`${name} (${address})`];
    }),
  );
  if (missing.flat().length === 0) return;
  throw new UserError(
    `Chain ${publicClient.chain.id} has no code at ${missing.flat().join(", ")}, which ${path} names.`,
    "Deploy again (a development chain forgets everything when it restarts), or name another file with --deployment.",
  );
}
