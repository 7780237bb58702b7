// SPDX-License-Identifier: GPL-3.0-or-later
import {
  type Address,
  createWalletClient,
  type Hex,
  type HttpTransport,
  http,
  type PrivateKeyAccount,
  parseEther,
  type WalletClient,
} from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import type { Anvil } from "../../localnet/anvil.ts";
import { streamTokenAbi } from "../../sdk/abis.generated.ts";
import { foundry } from "../../sdk/chain/foundry.ts";
import { Secrets } from "../secrets.ts";

/** Somebody who takes part, with a key of this run alone. */
export type Person = {
  name: string;
  key: Hex;
  account: PrivateKeyAccount;
  wallet: WalletClient<HttpTransport, typeof foundry, PrivateKeyAccount>;
};

/** What an edge bonds, and what a viewer starts with: enough for five days of any work. */
export const BOND_WEI = parseEther("1000");
export const VIEWER_WEI = parseEther("100000");

/** Makes people out of nothing, and gives them ether and STREAM. */
export class Cast {
  /** What no log may hold: the keys of people, and what else the acts add. */
  readonly secrets = new Secrets();
  readonly #anvil: Anvil;
  readonly #token: Address;
  /** Of the creators' allocation. */
  readonly holder: Person["wallet"];

  /** @param holder Who holds the creators' allocation. */
  constructor(anvil: Anvil, token: Address, holder: PrivateKeyAccount) {
    this.#anvil = anvil;
    this.#token = token;
    this.holder = this.#walletOf(holder);
  }

  async make(name: string, streamWei = 0n, etherWei = parseEther("100")): Promise<Person> {
    const key = generatePrivateKey();
    const account = privateKeyToAccount(key);
    this.secrets.keep(`the key of ${name}`, key);
    await this.#anvil.client.setBalance({ address: account.address, value: etherWei });
    if (streamWei > 0n) {
      const hash = await this.holder.writeContract({
        address: this.#token,
        abi: streamTokenAbi,
        functionName: "transfer",
        args: [account.address, streamWei],
      });
      await this.#anvil.client.waitForTransactionReceipt({ hash });
    }
    return { name, key, account, wallet: this.#walletOf(account) };
  }

  /** People by their names. */
  async makeAll(names: readonly string[], streamWei = 0n): Promise<Map<string, Person>> {
    const people = new Map<string, Person>();
    for (const name of names) people.set(name, await this.make(name, streamWei));
    return people;
  }

  #walletOf(account: PrivateKeyAccount): Person["wallet"] {
    return createWalletClient({
      account,
      chain: foundry,
      transport: http(this.#anvil.rpcUrl),
      pollingInterval: 20,
    });
  }
}
