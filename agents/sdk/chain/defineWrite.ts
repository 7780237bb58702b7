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
import { TributaryError } from "../errors/TributaryError.ts";
import { type AnyClient, type SigningClient, signingClient } from "./clients.ts";
import { fundedRequest } from "./confirmDeposit.ts";
import { type AnswerCheck, confirmed, sendWrite, simulate, type TransactionOptions } from "./confirmWrite.ts";
import { addressOf, type Choice, type ContractKey, type Contracts, chosen } from "./deployment.ts";
import {
  ethOf,
  type Funding,
  type FundingSource,
  fundByAllowance,
  fundFromPrepaid,
  prepareFunding,
} from "./funding.ts";
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

/** A deposit that a write takes in. An amount that changes with time is asked of the chain. */
export type Deposit = {
  source: FundingSource;
  token: Address;
  amountWei: bigint | ((client: SigningClient) => Promise<bigint>);
};

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
  contract: contract;
  /** The functions that the write may call; the first one by default. */
  functions: functions;
  /** The event without which the call did not do its work. */
  event?: event;
  errors: Abi;
  /** The deposit that the call takes in, for the balance, approval and signature before the call. */
  deposit?: (parameters: Parameters, context: WriteContext) => Deposit;
  /** The call; by default the first function, with the parameters that the contract names. */
  call?: (parameters: Parameters, context: WriteContext, funding: Funding) => FunctionCall;
  /** Looks at the answer of the simulated call, and throws before anything is sent, as for a refusal that reverts nothing. */
  check?: (answer: unknown, parameters: Parameters) => void;
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
export type WriteCall = Call & { to: Address; data: Hex; check?: AnswerCheck | undefined };

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
  readonly calls: { contract: Contracts; functions: readonly AbiFunction[] };
};

/**
 * Defines a write of the protocol by its contract's own items.
 *
 * @example
 * export const harvest = defineWrite({ contract: "staking", functions: [harvestFunction], event: HarvestedEvent, errors });
 */
export function defineWrite<
  const contract extends Contracts,
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
  const callOf = definition.call ?? byName;

  const prepare = (anyClient: AnyClient, parameters: Given) => {
    const client = signingClient(anyClient, parameters.account);
    const at = (key: ContractKey) => addressOf(client.chain, key, parameters);
    const address = at(chosen(contract, parameters));
    const context = {
      account: client.account.address,
      chainId: client.chain.id,
      contract: address,
      addressOf: at,
    };
    const { gas, nonce, maxFeePerGas, maxPriorityFeePerGas } = parameters;
    const options = { nonce, maxFeePerGas, maxPriorityFeePerGas };
    const taken = deposit && { ...deposit(parameters, context), spender: address };
    const toRequest = (funding: Funding) => {
      const { functionName = functions[0].name, ...call } = callOf(parameters, context, funding);
      return { abi, address, functionName, ...call, ...options, gas: gas ?? call.gas };
    };
    return { client, context, taken, toRequest };
  };

  const send = async (client: AnyClient, parameters: Given) => {
    const { client: signer, taken, toRequest } = prepare(client, parameters);
    const request = taken
      ? await fundedRequest(signer, await known(signer, taken), toRequest)
      : toRequest(fundByAllowance());
    return sendWrite(signer, { ...request, check: checkOf(parameters) });
  };

  const wait = async (client: AnyClient, parameters: Given & { hash: Hash }) => {
    const { client: signer, context } = prepare(client, parameters);
    const eventName = event?.name as ContractEventName<Abi>;
    const call = { abi, address: context.contract, functionName: functions[0].name, eventName };
    const { event: args, ...mined } = await confirmed(signer, call, parameters.hash);
    const receipt = mined as TransactionReceipt;
    const words = args as ArgsOfEvent<event>;
    const result = (definition.result?.(words, parameters, { ...context, receipt }) ?? words) as Result;
    return { ...result, receipt };
  };

  const checkOf = (parameters: Given): AnswerCheck | undefined => {
    const { check } = definition;
    return check && ((answer) => check(answer, parameters));
  };

  const callWith = ({ taken, toRequest }: ReturnType<typeof prepare>, funding: Funding) => {
    const { address, functionName, args, value } = toRequest(funding);
    return { abi, address, functionName, args, value: value ?? (taken && ethSent(taken)) };
  };

  /** The call by a funding that needs no signature. */
  const unsigned = (prepared: ReturnType<typeof prepare>) => {
    const { source = "allowance" } = prepared.taken ?? {};
    if (source !== "allowance" && source !== "prepaid")
      throw new TributaryError(
        `a call without its transaction cannot be funded by ${source}, which is a signature`,
        {
          advice:
            "use `allowance`, with the approval as the call before, `prepaid`, or `signCall`, which asks for the signature",
        },
      );
    return callWith(prepared, source === "prepaid" ? fundFromPrepaid() : fundByAllowance());
  };

  return Object.assign(send, {
    sync: async (client: AnyClient, parameters: Given) =>
      wait(client, { ...parameters, hash: await send(client, parameters) }),
    wait,
    simulate: async (client: AnyClient, parameters: Given) => {
      const prepared = prepare(client, parameters);
      const call = unsigned(prepared);
      await simulate(prepared.client, call, checkOf(parameters)).catch((error) => {
        throw errorOf(error, call.functionName);
      });
    },
    call: (client: AnyClient, parameters: Given) =>
      encoded(unsigned(prepare(client, parameters)), checkOf(parameters)),
    signCall: async (client: AnyClient, parameters: Given) => {
      const prepared = prepare(client, parameters);
      const { client: signer, taken } = prepared;
      if (!taken || taken.source === "allowance") return encoded(unsigned(prepared), checkOf(parameters));
      return encoded(callWith(prepared, await prepareFunding(signer, await known(signer, taken))));
    },
    calls: { contract, functions },
  });
}

/** The deposit with the amount that is due now. */
async function known<deposit extends Deposit>(client: SigningClient, deposit: deposit) {
  const { amountWei } = deposit;
  return { ...deposit, amountWei: typeof amountWei === "bigint" ? amountWei : await amountWei(client) };
}

/** A deposit whose amount changes with time is never in ETH. */
function ethSent({ amountWei, ...deposit }: Deposit): bigint {
  return typeof amountWei === "bigint" ? ethOf({ ...deposit, amountWei }) : 0n;
}

function encoded(call: Call, check?: AnswerCheck): WriteCall {
  return { ...call, to: call.address, data: encodeFunctionData(call), ...(check && { check }) };
}
