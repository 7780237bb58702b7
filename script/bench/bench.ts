// SPDX-License-Identifier: GPL-3.0-or-later
// One local chain, one token, and transactions whose gas is read from their receipts.
import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import {
  type Abi,
  type Address,
  createWalletClient,
  encodeFunctionData,
  erc20Abi,
  type Hex,
  http,
  keccak256,
  maxUint256,
  type PrivateKeyAccount,
  parseEther,
  stringToHex,
  type TransactionReceipt,
  TransactionReceiptNotFoundError,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { type Anvil, startAnvil } from "../../agents/localnet/anvil.ts";
import { foundry } from "../../agents/sdk/chain/foundry.ts";
import type { Artifact } from "./artifacts.ts";

export type Contract = { address: Address; abi: Abi };
export type Call = { to: Contract; name: string; args?: readonly unknown[]; value?: bigint };

/** Wei of the token that every actor starts with, so that no transfer writes a new storage word. */
const ENDOWMENT = parseEther("1000000");
/** Enough for the largest deployment of a peer. */
const GAS_LIMIT = 60_000_000n;
const ASK_EVERY_MS = 10;
const MOST_ASKED = 3000;

/** A local chain with the measured transactions. `stop` ends the chain. */
export class Bench {
  readonly rpcUrl: string;
  readonly client: Anvil["client"];
  readonly stop: Anvil["stop"];
  /** The deployer, which has ether alone. */
  readonly deployer: Address;
  readonly #anvil: Anvil;
  readonly #wallet;
  readonly #actors = new Map<string, PrivateKeyAccount>();
  #token: Contract | undefined;

  private constructor(anvil: Anvil) {
    this.#anvil = anvil;
    this.#wallet = createWalletClient({ chain: foundry, transport: http(anvil.rpcUrl) });
    this.rpcUrl = anvil.rpcUrl;
    this.client = anvil.client;
    this.stop = anvil.stop;
    this.deployer = anvil.account(0).address;
  }

  static async start(): Promise<Bench> {
    return new Bench(await startAnvil(["--auto-impersonate", "--disable-code-size-limit"]));
  }

  /** The one ERC-20 of all measurements. */
  get token(): Contract {
    return this.#token ?? assert.fail("the bench has no token yet");
  }
  useToken(contract: Contract): void {
    this.#token = contract;
  }

  /** An account of that name, with ether and tokens. */
  async actor(name: string): Promise<PrivateKeyAccount> {
    const known = this.#actors.get(name);
    if (known) return known;
    const account = privateKeyToAccount(keccak256(stringToHex(name)));
    this.#actors.set(name, account);
    await this.client.setBalance({ address: account.address, value: parseEther("1000") });
    await this.endow(account.address);
    return account;
  }

  /** Gives tokens, so that the next transfer to `to` finds a balance. */
  async endow(to: Address, amount = ENDOWMENT): Promise<void> {
    await this.#anvil.rpc("anvil_dealERC20", [to, this.token.address, `0x${amount.toString(16)}`]);
    assert.equal(await this.balanceOf(to), amount);
  }

  balanceOf(owner: Address, of: Contract = this.token): Promise<bigint> {
    return this.client.readContract({
      address: of.address,
      abi: erc20Abi,
      functionName: "balanceOf",
      args: [owner],
    });
  }

  read<T>(of: Contract, name: string, args: readonly unknown[] = []): Promise<T> {
    return this.client.readContract({ ...of, functionName: name, args }) as Promise<T>;
  }

  /** Sends one transaction. Returns the gas of its receipt; throws the revert's reason. */
  async send(from: Address, { to, name, args = [], value = 0n }: Call): Promise<number> {
    const data = this.encode({ to, name, args });
    const hash = await this.#wallet.sendTransaction({
      account: from,
      to: to.address,
      data,
      value,
      gas: GAS_LIMIT,
    });
    const receipt = await this.#receiptOf(hash);
    if (receipt.status === "reverted") {
      const request = { ...to, functionName: name, args, value, account: from };
      await this.client.simulateContract(request as never);
      throw new Error(`${name} reverted`);
    }
    return Number(receipt.gasUsed);
  }

  /** Sends like `send`, and asserts that `payee` received tokens: `amount`, or any number above zero. */
  async pays(payee: Address, from: Address, call: Call, amount?: bigint): Promise<number> {
    const before = await this.balanceOf(payee);
    const gas = await this.send(from, call);
    const received = (await this.balanceOf(payee)) - before;
    if (amount === undefined) assert(received > 0n, `${call.name} paid nothing`);
    else assert.equal(received, amount, `${call.name} paid another amount`);
    return gas;
  }

  approve(owner: Address, spender: Contract, of: Contract = this.token): Promise<number> {
    return this.send(owner, { to: of, name: "approve", args: [spender.address, maxUint256] });
  }

  /** Deploys a contract; the libraries that its code names are deployed first. */
  async deploy(artifact: Artifact, args: readonly unknown[] = []): Promise<Contract & { gas: number }> {
    const libraries = new Map<string, Address>();
    for (const library of artifact.libraries) {
      libraries.set(library, (await this.deploy(artifact.library(library))).address);
    }
    const hash = await this.#wallet.deployContract({
      account: this.deployer,
      abi: artifact.abi,
      bytecode: artifact.linked(libraries),
      args: args as never,
      gas: GAS_LIMIT,
    });
    const receipt = await this.#receiptOf(hash);
    if (receipt.status === "reverted" || !receipt.contractAddress) {
      throw new Error(`the constructor of ${artifact.name} reverted`);
    }
    return { address: receipt.contractAddress, abi: artifact.abi, gas: Number(receipt.gasUsed) };
  }

  /** Polls for a receipt, since viem asks again only at the next block, which nobody mines. */
  async #receiptOf(hash: Hex): Promise<TransactionReceipt> {
    for (let asked = 0; asked < MOST_ASKED; asked++) {
      const receipt = await this.client.getTransactionReceipt({ hash }).catch((error) => {
        if (!(error instanceof TransactionReceiptNotFoundError)) throw error;
      });
      if (receipt) return receipt;
      await setTimeout(ASK_EVERY_MS);
    }
    throw new Error(`${hash} was not mined`);
  }

  encode({ to, name, args = [] }: Call): Hex {
    try {
      return encodeFunctionData({ abi: to.abi, functionName: name, args });
    } catch (cause) {
      throw new Error(`${name} does not take these arguments: its interface has changed`, { cause });
    }
  }

  async now(): Promise<number> {
    return Number((await this.client.getBlock()).timestamp);
  }

  async pass(seconds: number): Promise<void> {
    await this.client.increaseTime({ seconds });
    await this.client.mine({ blocks: 1 });
  }
}
