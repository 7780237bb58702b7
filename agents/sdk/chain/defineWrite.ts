// SPDX-License-Identifier: MIT
import {
  type Abi,
  type AbiEvent,
  type AbiFunction,
  type Account,
  type Address,
  type ContractEventName,
  encodeFunctionData,
  type Hash,
  type Hex,
  type TransactionReceipt,
} from "viem";
import { errorOf } from "../errors/chainErrors.ts";
import { type AnyClient, type SigningClient, signingClient } from "./clients.ts";
import { confirmed, sendWrite, simulate, type TransactionOptions } from "./confirmWrite.ts";
import { addressOf, type ContractKey } from "./deployment.ts";
import type { Funding } from "./funding.ts";
import type { Call } from "./gasFor.ts";
import { type ArgsOfEvent, argsOf, type Named } from "./namedInputs.ts";

/** The parties of a write. */
export type WriteContext = {
  account: Address;
  chainId: number;
  /** The contract that the write calls. */
  contract: Address;
  /** The address of another contract: as the caller named it, else from the client's chain. */
  addressOf: (key: ContractKey) => Address;
};

/** The deposit that a write takes in: see {@link takes}. A write without one carries nothing of it into a page. */
export type Deposit<Parameters> = {
  /** Checks the balance, and approves or signs. @returns The call to send. */
  fund<request extends TransactionOptions & Call>(
    client: SigningClient,
    parameters: Parameters,
    context: WriteContext,
    toRequest: (funding: Funding) => request,
  ): Promise<request>;
  /** The funding that needs no signature. @throws TributaryError for one that does. */
  unsigned(parameters: Parameters, context: WriteContext): { funding: Funding; value: bigint };
};

/** The funding of a call without a deposit, and of one by allowance. */
const NO_FUNDING: Funding = { source: 0, authorization: "0x" };

type FunctionCall = { functionName?: string; args: readonly unknown[]; value?: bigint | undefined };

export type WriteDefinition<
  contract extends ContractKey,
  functions extends readonly [AbiFunction, ...AbiFunction[]],
  event extends AbiEvent,
  Parameters,
  Result,
> = {
  contract: contract;
  /** The functions that the write may call; the first one by default. */
  functions: functions;
  /** The event without which the call did not do its work. */
  event?: event;
  errors: Abi;
  /** The deposit that the call takes in, for the balance, approval and signature before the call. */
  deposit?: Deposit<Parameters>;
  /** The call; by default the first function, with the parameters that the contract names. */
  call?: (parameters: Parameters, context: WriteContext, funding: Funding) => FunctionCall;
  /** The words of the event for the caller; by default the event's own arguments. */
  result?: (
    event: ArgsOfEvent<event>,
    parameters: Parameters,
    context: WriteContext & { receipt: TransactionReceipt },
  ) => Result;
};

/** What a caller may say about any write: who sends it, where the contracts are, and the transaction's own fields. */
export type WriteOptions = TransactionOptions & {
  /** The client's own account by default. */
  account?: Account | Address | undefined;
} & { [key in ContractKey]?: Address | undefined };

/** A call for a batch (EIP-5792), as viem's `sendCalls` takes it, or for viem's `writeContract`. */
export type WriteCall = Call & { to: Address; data: Hex };

/**
 * A write of the protocol. The function sends a transaction, and returns its hash; see {@link Write.sync}.
 *
 * @throws TributaryError, and nothing is sent: WrongChain, BalanceTooLow, ContractRefused, UserRejected.
 */
export type Write<Parameters, Result> = {
  (client: AnyClient, parameters: Parameters & WriteOptions): Promise<Hash>;
  /**
   * Sends the transaction, and waits until it is mined.
   *
   * @throws TransactionReplaced when the wallet cancelled or replaced it; TransactionReverted; TransactionPending.
   */
  sync(
    client: AnyClient,
    parameters: Parameters & WriteOptions,
  ): Promise<Result & { receipt: TransactionReceipt }>;
  /** Waits for a transaction that was sent with the same parameters, as after the page has shown its hash. */
  wait(
    client: AnyClient,
    parameters: Parameters & WriteOptions & { hash: Hash },
  ): Promise<Result & { receipt: TransactionReceipt }>;
  /** Asks the chain whether the call succeeds now. A deposit by allowance must be approved before. */
  simulate(client: AnyClient, parameters: Parameters & WriteOptions): Promise<void>;
  /** The call alone. A deposit comes by allowance, so that its approval stands before it in the batch, or prepaid. */
  call(client: AnyClient, parameters: Parameters & WriteOptions): WriteCall;
  /** The functions of contracts that the write calls. */
  readonly calls: { contract: ContractKey; functions: readonly AbiFunction[] };
};

/**
 * Defines a write of the protocol by its contract's own items.
 *
 * @example
 * export const harvest = defineWrite({ contract: "staking", functions: [harvestFunction], event: HarvestedEvent, errors });
 */
export function defineWrite<
  contract extends ContractKey,
  const functions extends readonly [AbiFunction, ...AbiFunction[]],
  const event extends AbiEvent = never,
  Parameters = Named<functions[0]["inputs"]>,
  Result = [event] extends [never] ? unknown : ArgsOfEvent<event>,
>(definition: WriteDefinition<contract, functions, event, Parameters, Result>): Write<Parameters, Result> {
  const { contract, functions, event, errors, deposit } = definition;
  const abi = [...functions, ...(event ? [event] : []), ...errors] as Abi;
  const byName = (named: Parameters): FunctionCall => ({
    args: argsOf(functions[0], named as Record<string, unknown>),
  });
  const callOf = definition.call ?? byName;

  const prepare = (anyClient: AnyClient, parameters: Parameters & WriteOptions) => {
    const client = signingClient(anyClient, parameters.account);
    const at = (key: ContractKey) => addressOf(client.chain, key, parameters);
    const address = at(contract);
    const context = {
      account: client.account.address,
      chainId: client.chain.id,
      contract: address,
      addressOf: at,
    };
    const { gas, nonce, maxFeePerGas, maxPriorityFeePerGas } = parameters;
    const options = { gas, nonce, maxFeePerGas, maxPriorityFeePerGas };
    const toRequest = (funding: Funding) => {
      const { functionName = functions[0].name, ...call } = callOf(parameters, context, funding);
      return { abi, address, functionName, ...options, ...call };
    };
    return { client, context, toRequest };
  };

  const send = async (anyClient: AnyClient, parameters: Parameters & WriteOptions) => {
    const { client, context, toRequest } = prepare(anyClient, parameters);
    const request = deposit?.fund(client, parameters, context, toRequest) ?? toRequest(NO_FUNDING);
    return sendWrite(client, await request);
  };

  const wait = async (anyClient: AnyClient, parameters: Parameters & WriteOptions & { hash: Hash }) => {
    const { client, context } = prepare(anyClient, parameters);
    const eventName = event?.name as ContractEventName<Abi>;
    const call = { abi, address: context.contract, functionName: functions[0].name, eventName };
    const { event: args, ...mined } = await confirmed(client, call, parameters.hash);
    const receipt = mined as TransactionReceipt;
    const words = args as ArgsOfEvent<event>;
    const result = (definition.result?.(words, parameters, { ...context, receipt }) ?? words) as Result;
    return { ...result, receipt };
  };

  const unsigned = (anyClient: AnyClient, parameters: Parameters & WriteOptions) => {
    const { client, context, toRequest } = prepare(anyClient, parameters);
    const { funding, value } = deposit?.unsigned(parameters, context) ?? { funding: NO_FUNDING };
    const { address, functionName, args, ...call } = toRequest(funding);
    return { client, call: { abi, address, functionName, args, value: call.value ?? value } };
  };

  return Object.assign(send, {
    sync: async (client: AnyClient, parameters: Parameters & WriteOptions) =>
      wait(client, { ...parameters, hash: await send(client, parameters) }),
    wait,
    simulate: async (anyClient: AnyClient, parameters: Parameters & WriteOptions) => {
      const { client, call } = unsigned(anyClient, parameters);
      await simulate(client, call).catch((error) => {
        throw errorOf(error, call.functionName);
      });
    },
    call: (anyClient: AnyClient, parameters: Parameters & WriteOptions) => {
      const { call } = unsigned(anyClient, parameters);
      return { ...call, to: call.address, data: encodeFunctionData(call) };
    },
    calls: { contract, functions },
  });
}
