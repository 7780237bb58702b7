// SPDX-License-Identifier: MIT
import { type Address, erc20Abi, zeroAddress } from "viem";
import { getBalance, readContract, simulateBlocks } from "viem/actions";
import { errorOf } from "../errors/chainErrors.ts";
import { TributaryError } from "../errors/TributaryError.ts";
import { approveAbi } from "./approve.ts";
import { assertChain } from "./assertChain.ts";
import type { SigningClient } from "./clients.ts";
import { neighbours, simulate, type TransactionOptions } from "./confirmWrite.ts";
import { type PrepareFundingParameters, prepareFunding } from "./funding.ts";
import { ethOf, type Funding, fundByAllowance } from "./fundingSource.ts";
import type { Call } from "./gasFor.ts";
import { revertOf } from "./revertOf.ts";
import { BalanceTooLow } from "./writeErrors.ts";

/**
 * Prepares the call of a write that takes a deposit. What can fail is checked before anything is sent or signed: the chain, the
 * balance, and, ahead of an approval, the call itself.
 *
 * @param toRequest Makes the call out of the prepared funding.
 * @returns The call, once its funding is approved or signed: the next thing to send.
 * @throws BalanceTooLow with both figures; the errors of a write.
 */
export async function fundedRequest<request extends TransactionOptions & Call>(
  client: SigningClient,
  deposit: PrepareFundingParameters,
  toRequest: (funding: Funding) => request,
): Promise<request & { value: bigint }> {
  const request = (funding: Funding) => ({ ...toRequest(funding), value: ethOf(deposit) });
  try {
    await assertChain(client);
    await assertBalance(client, deposit);
    if (deposit.source !== "allowance") return request(await prepareFunding(client, deposit));
    const byAllowance = request(fundByAllowance());
    if (await isAllowed(client, byAllowance)) return byAllowance;
    if (byAllowance.nonce !== undefined)
      throw new TributaryError("an approval comes first, and takes the next nonce", {
        advice: "approve before a call with `nonce`, or leave `nonce` out",
      });
    await simulateApproved(client, deposit, byAllowance);
    await prepareFunding(client, deposit);
    return byAllowance;
  } catch (error) {
    throw errorOf(error, `the deposit by ${deposit.source}`);
  }
}

/** Whether only the allowance is missing. Any other reason to refuse the call is thrown. */
async function isAllowed(
  client: SigningClient,
  { abi, address, functionName, args, value }: Call,
): Promise<boolean> {
  try {
    await simulate(client, { abi, address, functionName, args: args ?? [], value });
    return true;
  } catch (error) {
    if (revertOf(error)?.data?.errorName === "TransferFromFailed") return false;
    throw error;
  }
}

/**
 * Simulates a call behind its approval, so that a call that the contract refuses costs no approval. Not every node can
 * simulate two calls in a row: then the approval comes first.
 *
 * @throws viem's ContractFunctionExecutionError with the contract's own error.
 */
async function simulateApproved(
  client: SigningClient,
  { token, spender, amountWei }: PrepareFundingParameters,
  { abi, address: to, functionName, args = [] }: Call,
): Promise<void> {
  const approval = { abi: approveAbi, functionName: "approve", args: [spender, amountWei], to: token };
  const calls = [approval, { abi: [...abi, ...neighbours], functionName, args, to }];
  const from = client.account;
  const blocks = [{ calls: calls.map((call) => ({ ...call, account: from })) }];
  const simulated = await simulateBlocks(client, { blocks } as never).catch(() => undefined);
  const [approved, called] = simulated?.[0]?.calls ?? [];
  if (approved?.status === "success" && called?.error) throw called.error;
}

async function assertBalance(
  client: SigningClient,
  { source, token, amountWei }: PrepareFundingParameters,
): Promise<void> {
  if (source === "prepaid") return; // the contract names the balance that is too low
  const { address } = client.account;
  const isEth = token === zeroAddress;
  const balance = isEth ? await getBalance(client, { address }) : await balanceOf(client, token, address);
  if (balance < amountWei) throw new BalanceTooLow(address, isEth ? undefined : token, balance, amountWei);
}

const balanceOf = (client: SigningClient, token: Address, owner: Address) =>
  readContract(client, { abi: erc20Abi, address: token, functionName: "balanceOf", args: [owner] });
