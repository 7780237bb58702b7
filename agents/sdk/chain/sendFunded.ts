// SPDX-License-Identifier: MIT
import { type Address, type Hash, zeroAddress } from "viem";
import { getBalance, readContract, simulateBlocks } from "viem/actions";
import { errorOf } from "../errors/chainErrors.ts";
import { TributaryError } from "../errors/TributaryError.ts";
import { erc20Reads } from "./abiItems.ts";
import { approve, approveAbi } from "./approve.ts";
import { assertChain } from "./assertChain.ts";
import { BalanceTooLow } from "./BalanceTooLow.ts";
import type { SigningClient } from "./clients.ts";
import type { PrepareFundingParameters } from "./funding.ts";
import { ethOf, type Funding, fundByAllowance, fundFromPrepaid } from "./fundingSource.ts";
import type { Call } from "./gasFor.ts";
import { revertOf } from "./revertOf.ts";
import { callOf, neighbours, type Sending, sendSimulated, sendWrite, simulate } from "./sendWrite.ts";

/**
 * Sends a write that takes a deposit. What can fail is checked before anything is sent or signed: the chain, the balance, and,
 * ahead of an approval, the call itself. Once the user was asked for an approval or a signature, the chain and the call are
 * looked at anew, by {@link sendWrite}.
 *
 * @param toWrite Makes the call out of the prepared funding.
 * @throws BalanceTooLow with both figures; the errors of a write.
 */
export async function sendFunded(
  client: SigningClient,
  deposit: PrepareFundingParameters,
  toWrite: (funding: Funding) => Sending,
): Promise<Hash> {
  const funded = (funding: Funding) => ({ ...toWrite(funding), value: ethOf(deposit) });
  // the contract names the balance that is too low
  if (deposit.source === "prepaid") return sendWrite(client, funded(fundFromPrepaid()));
  let funding: Funding;
  try {
    await assertChain(client);
    await assertBalance(client, deposit);
    if (deposit.source === "allowance") return await sendAllowed(client, deposit, funded(fundByAllowance()));
    const { prepareFunding } = await import("./funding.ts");
    funding = await prepareFunding(client, deposit);
  } catch (error) {
    throw errorOf(error, `the deposit by ${deposit.source}`);
  }
  return sendWrite(client, funded(funding));
}

/** Sends a call whose deposit comes by allowance, and approves first where the allowance is missing. */
async function sendAllowed(
  client: SigningClient,
  deposit: PrepareFundingParameters,
  write: Sending,
): Promise<Hash> {
  try {
    const allowed = await simulateAllowed(client, write);
    if (allowed) return await sendSimulated(client, write, allowed);
    if (write.nonce !== undefined)
      throw new TributaryError("an approval comes first, and takes the next nonce", {
        advice: "approve before a call with `nonce`, or leave `nonce` out",
      });
    await simulateApproved(client, deposit, write);
  } catch (error) {
    throw errorOf(error, write.functionName);
  }
  await approve(client, deposit);
  return sendWrite(client, write);
}

/** Simulates a call; undefined when only the allowance is missing. Any other reason to refuse the call is thrown. */
async function simulateAllowed(client: SigningClient, write: Sending): Promise<object | undefined> {
  try {
    return await simulate(client, callOf(write), write.check);
  } catch (error) {
    if (revertOf(error)?.data?.errorName === "TransferFromFailed") return undefined;
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
  { token, amountWei }: PrepareFundingParameters,
): Promise<void> {
  const { address } = client.account;
  const isEth = token === zeroAddress;
  const balance = isEth ? await getBalance(client, { address }) : await balanceOf(client, token, address);
  if (balance < amountWei) throw new BalanceTooLow(address, isEth ? undefined : token, balance, amountWei);
}

const balanceOf = (client: SigningClient, token: Address, owner: Address) =>
  readContract(client, { abi: erc20Reads, address: token, functionName: "balanceOf", args: [owner] });
