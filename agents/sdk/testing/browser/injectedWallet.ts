// SPDX-License-Identifier: MIT
import { createWalletClient, type Hex, http, numberToHex, publicActions } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { mainnet } from "viem/chains";

/** What the person at the wallet does. */
export type Behaviour = {
  /** Requests to which the person says no. */
  rejects?: readonly string[];
  /** The chain that the wallet is on at first; the test's by default. */
  chainId?: number;
  /** A wallet that says it switched, and stays. */
  staysOnChain?: boolean;
  /** Replaces the first transaction that is no approval, while it is pending. */
  replaces?: "cancel" | "speed up";
};

/** The values that a test gives to the page before the page's own script. */
export type Given = { walletKey?: Hex; behaviour?: Behaviour };

const APPROVE = "0x095ea7b3";
type Transaction = { to: Hex; data?: Hex; value?: Hex; gas?: Hex };
type Pending = { hash: Hex; replacement: Hex };

/** Announces an EIP-1193 wallet by EIP-6963, which signs with the test's key; a page without a key has no wallet. */
export function injectWallet(): void {
  const { walletKey, behaviour = {} } = globalThis as Given;
  if (!walletKey) return;
  const account = privateKeyToAccount(walletKey);
  const client = createWalletClient({ account, chain: mainnet, transport: http() }).extend(publicActions);
  const rpc = (method: string, params: unknown) => client.request({ method, params } as never) as unknown;
  let chainId = behaviour.chainId ?? mainnet.id;
  let pending: Pending | undefined;

  async function send({ to, data, value = "0x0", gas }: Transaction): Promise<unknown> {
    const call = { to, data: data ?? "0x", value: BigInt(value), ...(gas && { gas: BigInt(gas) }) };
    const request = await client.prepareTransactionRequest(call);
    const signed = await client.signTransaction(request);
    if (!behaviour.replaces || data?.startsWith(APPROVE)) return rpc("eth_sendRawTransaction", [signed]);
    const fees = {
      maxFeePerGas: request.maxFeePerGas * 2n,
      maxPriorityFeePerGas: request.maxPriorityFeePerGas * 2n + 1n,
    };
    const nothing = { to: account.address, data: "0x" as const, value: 0n };
    const { gas: limit, nonce } = request;
    const replacing = { ...(behaviour.replaces === "cancel" ? nothing : call), ...fees, gas: limit, nonce };
    await rpc("evm_setAutomine", [false]);
    const hash = (await rpc("eth_sendRawTransaction", [signed])) as Hex;
    pending = { hash, replacement: await client.signTransaction({ ...replacing, type: "eip1559" }) };
    return hash;
  }

  /** Once the page has seen the pending transaction, its replacement is mined. */
  async function replace({ replacement }: Pending): Promise<void> {
    pending = undefined;
    await rpc("eth_sendRawTransaction", [replacement]);
    await rpc("evm_mine", []);
    await rpc("evm_setAutomine", [true]);
  }

  async function request({ method, params = [] }: { method: string; params?: unknown[] }): Promise<unknown> {
    if (behaviour.rejects?.includes(method))
      throw Object.assign(new Error("the user said no"), { code: 4_001 });
    if (method === "eth_requestAccounts" || method === "eth_accounts") return [account.address];
    if (method === "eth_chainId") return numberToHex(chainId);
    if (method === "wallet_switchEthereumChain") {
      if (!behaviour.staysOnChain) chainId = Number((params[0] as { chainId: Hex }).chainId);
      return null;
    }
    if (method === "eth_sendTransaction") return send(params[0] as Transaction);
    if (method === "personal_sign") return account.signMessage({ message: { raw: params[0] as Hex } });
    if (method === "eth_signTypedData_v4") return account.signTypedData(JSON.parse(params[1] as string));
    const answer = await rpc(method, params);
    if (method === "eth_getTransactionByHash" && answer && pending && pending.hash === params[0])
      await replace(pending);
    return answer;
  }

  const info = { uuid: crypto.randomUUID(), name: "Test wallet", icon: "data:,", rdns: "org.example.test" };
  const announce = () => {
    const detail = Object.freeze({ info, provider: { request, on() {}, removeListener() {} } });
    page.dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail }));
  };
  page.addEventListener("eip6963:requestProvider", announce);
  announce();
}

const page = globalThis as unknown as EventTarget;
