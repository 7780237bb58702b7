// SPDX-License-Identifier: GPL-3.0-or-later
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { type Deployment, isDevelopment } from "../deployment.ts";
import { amount } from "../format.ts";
import { problemOf } from "../sentences.ts";
import { askFaucet, balanceOf, leaveWallet } from "./connect.ts";
import type { Wallet } from "./wallet.ts";

/** The account in use: its address, its balance, and where STREAM comes from on a development chain. */
export function ConnectedWallet({ wallet, from }: { wallet: Wallet; from: Deployment }) {
  const balance = useSignal<bigint | undefined>(undefined);
  const said = useSignal<string | undefined>(undefined);
  const look = async () => {
    balance.value = await balanceOf(wallet).catch(() => undefined);
  };
  useEffect(() => {
    look();
  }, [wallet]);
  const fill = async () => {
    said.value = "The faucet sends STREAM and ether…";
    try {
      await askFaucet(from, wallet);
      said.value = "1 000 STREAM and 1 ether have arrived.";
    } catch (error) {
      said.value = problemOf(error).text;
    }
    await look();
  };
  return (
    <>
      <dl class="facts">
        <div>
          <dt>Wallet</dt>
          <dd>{wallet.name}</dd>
        </div>
        <div>
          <dt>Address</dt>
          <dd class="mono is-breaking">{wallet.address}</dd>
        </div>
        <div>
          <dt>Balance</dt>
          <dd>{balance.value === undefined ? "Reading…" : amount(balance.value)}</dd>
        </div>
      </dl>
      {wallet.kind === "browser" && (
        <p class="hint">
          The key is kept in this browser's storage, in the clear. It is for play money: whoever uses this
          browser can use it.
        </p>
      )}
      <div class="actions">
        {isDevelopment(from) && (
          <button type="button" class="button" onClick={fill}>
            Get 1 000 STREAM
          </button>
        )}
        <button type="button" class="button is-quiet" onClick={leaveWallet}>
          Use another wallet
        </button>
      </div>
      {said.value && <output class="hint">{said.value}</output>}
    </>
  );
}
