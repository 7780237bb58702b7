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
import { type AnyClient, type SigningClient, signingClient } from "./clients.ts";
import { addressOf, type Choice, type ContractKey, type Contracts, keyOf, keysOf } from "./deployment.ts";
import type { Funding } from "./fundingSource.ts";
import type { Call } from "./gasFor.ts";
import { type ArgsOfEvent, argsOf, type Named } from "./namedInputs.ts";
import type { Check, Sending, TransactionOptions } from "./sendWrite.ts";

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
  /** Checks the balance, approves or signs, and sends the call. */
  send(
    client: SigningClient,
    parameters: Parameters,
    context: WriteContext,
    toWrite: (funding: Funding) => Sending,
  ): Promise<Hash>;
  /** The funding that needs no signature. @throws TributaryError for one that does. */
  unsigned(parameters: Parameters, context: WriteContext): Funded;
  /** The funding, signed where the source is a signature. */
  sign(client: SigningClient, parameters: Parameters, context: WriteContext): Promise<Funded>;
};

/** A funding, and the ETH to send along, in wei. */
export type Funded = { funding: Funding; value?: bigint | undefined };

/** The funding of a call without a deposit, and of one by allowance. */
const NO_FUNDING: Funding = { source: 0, authorization: "0x" };

// the code that sends and waits comes into a page with the first write, and before any money leaves
const loadSend = () => import("./sendWrite.ts");
const loadWait = () => import("./confirmWrite.ts");

type FunctionCall = {
  functionName?: string;
  args: readonly unknown[];
  value?: bigint | undefined;
  /** The gas limit, where an estimate falls short: of calls that may fail inside for too little gas. */
  gas?: bigint | undefined;
};

export type WriteDefinition<
  contract extends Contracts,
  functions extends readonly [AbiFunction, ...AbiFunction[]],
  event extends AbiEvent,
  Parameters,
  Result,
> = {
  /** The contract, or several that have the same functions. */
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
  /** What the simulated call must answer, before anything is sent: for a refusal that reverts nothing. */
  check?: (parameters: Parameters) => Check;
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
export type WriteCall = Call & { to: Address; data: Hex; check?: Check | undefined };

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
  /** The call alone, with its deposit signed: for whoever sends it in the account's name, as by the forwarder. */
  signCall(client: AnyClient, parameters: Parameters & WriteOptions): Promise<WriteCall>;
  /** The functions of contracts that the write calls. */
  readonly calls: { contract: ContractKey | readonly ContractKey[]; functions: readonly AbiFunction[] };
};

/**
 * Defines a write of the protocol by its contract's own items.
 *
 * @example
 * export const harvest = defineWrite({ contract: "staking", functions: [harvestFunction], event: HarvestedEvent, errors });
 */
export function defineWrite<
  contract extends Contracts,
  const functions extends readonly [AbiFunction, ...AbiFunction[]],
  const event extends AbiEvent = never,
  Parameters = Named<functions[0]["inputs"]>,
  Result = [event] extends [never] ? unknown : ArgsOfEvent<event>,
>(
  definition: WriteDefinition<contract, functions, event, Parameters, Result>,
): Write<Parameters & Choice<contract>, Result> {
  type Given = Parameters & Choice<contract> & WriteOptions;
  const { contract, functions, event, errors, deposit } = definition;
  const abi = [...functions, ...(event ? [event] : []), ...errors] as Abi;
  const byName = (named: Parameters): FunctionCall => ({
    args: argsOf(functions[0], named as Record<string, unknown>),
  });
  const ownCall = definition.call ?? byName;

  const prepare = (anyClient: AnyClient, parameters: Given) => {
    const client = signingClient(anyClient, parameters.account);
    const at = (key: ContractKey) => addressOf(client.chain, key, parameters);
    const address = at(keyOf(contract, parameters));
    const context = {
      account: client.account.address,
      chainId: client.chain.id,
      contract: address,
      addressOf: at,
    };
    const { gas, nonce, maxFeePerGas, maxPriorityFeePerGas } = parameters;
    const options = { nonce, maxFeePerGas, maxPriorityFeePerGas };
    const toRequest = (funding: Funding) => {
      const { functionName = functions[0].name, ...call } = ownCall(parameters, context, funding);
      return { abi, address, functionName, ...options, ...call, gas: gas ?? call.gas };
    };
    return { client, context, toRequest };
  };

  const send = async (anyClient: AnyClient, parameters: Given) => {
    const { client, context, toRequest } = prepare(anyClient, parameters);
    const check = definition.check?.(parameters);
    const toWrite = (funding: Funding) => ({ ...toRequest(funding), check });
    if (deposit) return deposit.send(client, parameters, context, toWrite);
    const { sendWrite } = await loadSend();
    return sendWrite(client, toWrite(NO_FUNDING));
  };

  const wait = async (anyClient: AnyClient, parameters: Given & { hash: Hash }) => {
    const { client, context } = prepare(anyClient, parameters);
    const eventName = event?.name as ContractEventName<Abi>;
    const call = { abi, address: context.contract, functionName: functions[0].name, eventName };
    const { confirmed } = await loadWait();
    const { event: args, ...mined } = await confirmed(client, call, parameters.hash);
    const receipt = mined as TransactionReceipt;
    const words = args as ArgsOfEvent<event>;
    const result = (definition.result?.(words, parameters, { ...context, receipt }) ?? words) as Result;
    return { ...result, receipt };
  };

  const callOf = (
    parameters: Given,
    { toRequest }: ReturnType<typeof prepare>,
    funded?: Funded,
  ): WriteCall => {
    const { address, functionName, args, ...own } = toRequest(funded?.funding ?? NO_FUNDING);
    const call = { abi, address, functionName, args, value: own.value ?? funded?.value };
    const check = definition.check?.(parameters);
    return { ...call, to: address, data: encodeFunctionData(call), ...(check && { check }) };
  };

  const unsigned = (client: AnyClient, parameters: Given) => {
    const prepared = prepare(client, parameters);
    return callOf(parameters, prepared, deposit?.unsigned(parameters, prepared.context));
  };

  return Object.assign(send, {
    sync: async (client: AnyClient, parameters: Given) => {
      await loadWait();
      return wait(client, { ...parameters, hash: await send(client, parameters) });
    },
    wait,
    simulate: async (client: AnyClient, parameters: Given) => {
      const { to: _, data: __, check, ...call } = unsigned(client, parameters);
      const { simulateWrite } = await loadSend();
      await simulateWrite(signingClient(client, parameters.account), { ...call, check });
    },
    call: unsigned,
    signCall: async (client: AnyClient, parameters: Given) => {
      const prepared = prepare(client, parameters);
      const funded = await deposit?.sign(prepared.client, parameters, prepared.context);
      return callOf(parameters, prepared, funded);
    },
    calls: { contract: keysOf(contract), functions },
  });
}
