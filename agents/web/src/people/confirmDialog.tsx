// SPDX-License-Identifier: GPL-3.0-or-later
import "../styles/wallet.css";
import { useEffect, useRef } from "preact/hooks";
import type { Deployment } from "../deployment.ts";
import { FactorForm } from "./factorForm.tsx";
import { Action, Trouble } from "./parts.tsx";
import { enterByWallet, type Wanted, wanted } from "./person.ts";

/** Asks the person to prove who it is, then does what was asked for. */
export function ConfirmDialog({ from, wanted: { need, again } }: { from: Deployment; wanted: Wanted }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const goOn = async () => {
    wanted.value = undefined;
    await again();
  };
  const byWallet = async () => {
    await enterByWallet(from);
    await goOn();
  };
  return (
    <dialog
      ref={dialog}
      class="dialog"
      aria-labelledby="confirm-title"
      onClose={() => {
        wanted.value = undefined;
      }}
    >
      <form method="dialog" class="dialog-head">
        <h2 id="confirm-title">Confirm that it is you</h2>
        <button type="submit" class="button is-quiet">
          Cancel
        </button>
      </form>
      {need === "factor" ? (
        <>
          <p>This changes how you sign in, so it needs a factor of the last five minutes.</p>
          <FactorForm from={from} at="confirm" onProved={goOn} />
        </>
      ) : (
        <>
          <p>This changes how you sign in, so it needs the wallet's signature. It costs nothing.</p>
          <Action at="confirm" work={byWallet}>
            Sign by wallet
          </Action>
        </>
      )}
      <Trouble at="confirm" />
    </dialog>
  );
}
