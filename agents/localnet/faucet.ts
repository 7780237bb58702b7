// SPDX-License-Identifier: GPL-3.0-or-later
import { type Account, type Address, formatEther, type Hex, parseEther } from "viem";
import { type ChainConnection, DEVELOPMENT_CHAIN_ID } from "../kernel/chain/chain.ts";
import { UserError } from "../kernel/process/errors.ts";
import { streamTokenAbi } from "../sdk/abis.generated.ts";

/** What each account is sent. */
export type Gift = { streamWei: bigint; etherWei: bigint };

/** A faucet that gives nothing; nothing was sent. */
export class FaucetRefusal extends UserError {
  override name = "FaucetRefusal";
  readonly reason: "wrong_chain" | "no_account" | "empty";

  constructor(reason: FaucetRefusal["reason"], message: string, advice: string) {
    super(message, advice);
    this.reason = reason;
  }
}

/** Addresses up to this one are for the EVM's own contracts, and zero is nobody's. */
const RESERVED = 0xffffn;
/** A delegation (EIP-7702): the code of an account that has a key all the same. */
const DELEGATION = /^0xef0100[0-9a-f]{40}$/i;
/** Enough for a delegated account to take ether, and too little to empty a faucet by gas. */
const TRANSFER_GAS = 100_000n;
const GAS_RESERVE_WEI = parseEther("0.1");

/** Throws a FaucetRefusal for any chain but a development chain. */
export function requireDevelopmentChain(chainId: number): void {
  if (chainId === DEVELOPMENT_CHAIN_ID) return;
  throw new FaucetRefusal(
    "wrong_chain",
    `Chain ${chainId} has no faucet: its STREAM belongs to somebody.`,
    "Ask a holder of STREAM; the accounts in script/config/ hold the allocations.",
  );
}

/**
 * Sends `gift` to each of `accounts`, out of the connection's account on a development chain, and waits for the receipts. Throws a
 * FaucetRefusal before anything is sent: on another chain, for an address that is no account with a key (a contract could keep
 * the tokens for ever), and where the faucet holds less.
 *
 * @param refill Called when the faucet holds less, before it refuses.
 */
export async function fund(
  chain: ChainConnection<"StreamToken", Account>,
  accounts: readonly Address[],
  { streamWei, etherWei }: Gift,
  refill?: () => Promise<unknown>,
): Promise<Hex[]> {
  requireDevelopmentChain(chain.chainId);
  const { publicClient, walletClient, deployment } = chain;
  for (const account of accounts) await requireAccount(chain, account, etherWei);
  const count = BigInt(accounts.length);
  const needed = { streamWei: streamWei * count, etherWei: etherWei * count + GAS_RESERVE_WEI };
  if (refill && !covers(await holdingsOf(chain), needed)) await refill();
  const held = await holdingsOf(chain);
  if (!covers(held, needed)) {
    throw new FaucetRefusal(
      "empty",
      `The faucet holds ${formatEther(held.streamWei)} STREAM and ${formatEther(held.etherWei)} ether, too little for this.`,
      "Ask for less, or let a new chain begin.",
    );
  }
  const token = { address: deployment.contracts.StreamToken, abi: streamTokenAbi } as const;
  const hashes: Hex[] = [];
  for (const to of accounts) {
    hashes.push(await walletClient.sendTransaction({ to, value: etherWei, gas: TRANSFER_GAS }));
    if (streamWei > 0n)
      hashes.push(
        await walletClient.writeContract({ ...token, functionName: "transfer", args: [to, streamWei] }),
      );
  }
  const receipts = await Promise.all(hashes.map((hash) => publicClient.waitForTransactionReceipt({ hash })));
  const failed = receipts.find(({ status }) => status !== "success");
  if (failed) {
    throw new UserError(
      `Transaction ${failed.transactionHash} of the faucet failed on chain.`,
      "Look at the transaction, then ask for another account.",
    );
  }
  return hashes;
}

async function requireAccount(
  { publicClient, walletClient }: ChainConnection<"StreamToken", Account>,
  to: Address,
  etherWei: bigint,
): Promise<void> {
  const refuse = (what: string) => {
    const advice = "Give an account that you have the key of.";
    throw new FaucetRefusal("no_account", `${to} ${what}`, advice);
  };
  if (BigInt(to) <= RESERVED) refuse("is an address that nobody has a key for.");
  const code = await publicClient.getCode({ address: to });
  if (code === undefined) return;
  if (!DELEGATION.test(code)) refuse("is a contract: what it is sent may stay there for ever.");
  const call = { account: walletClient.account, to, value: etherWei, gas: TRANSFER_GAS };
  await publicClient.call(call).catch(() => refuse("is delegated to code that takes no ether."));
}

async function holdingsOf({
  publicClient,
  walletClient,
  deployment,
}: ChainConnection<"StreamToken", Account>): Promise<Gift> {
  const { address } = walletClient.account;
  const [streamWei, etherWei] = await Promise.all([
    publicClient.readContract({
      address: deployment.contracts.StreamToken,
      abi: streamTokenAbi,
      functionName: "balanceOf",
      args: [address],
    }),
    publicClient.getBalance({ address }),
  ]);
  return { streamWei, etherWei };
}

const covers = (held: Gift, needed: Gift) =>
  held.streamWei >= needed.streamWei && held.etherWei >= needed.etherWei;
