// SPDX-License-Identifier: GPL-3.0-or-later
import "../styles/wallet.css";
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { type Deployment, isDevelopment } from "../deployment.ts";
import { problemOf } from "../sentences.ts";
import { useBrowserKey, useExtension } from "./connect.ts";
import { ConnectedWallet } from "./connectedWallet.tsx";
import { type Extension, extensions } from "./extensions.ts";
import { isChoosing, wallet } from "./wallet.ts";

/** Chooses the account that pays. */
export function WalletDialog({ from }: { from: Deployment }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const close = () => {
    isChoosing.value = false;
  };
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby="wallet-title" onClose={close}>
      <form method="dialog" class="dialog-head">
        <h2 id="wallet-title">{wallet.value ? "Your wallet" : "Who pays?"}</h2>
        <button type="submit" class="button is-quiet" aria-label="Close">
          <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
            <path d="M2 2l12 12M14 2L2 14" stroke="currentColor" stroke-width="2" stroke-linecap="round" />
          </svg>
        </button>
      </form>
      {wallet.value ? <ConnectedWallet wallet={wallet.value} from={from} /> : <Choices from={from} />}
    </dialog>
  );
}

function Choices({ from }: { from: Deployment }) {
  const problem = useSignal<string | undefined>(undefined);
  const busy = useSignal<string | undefined>(undefined);
  const connect = async (extension: Extension) => {
    problem.value = undefined;
    busy.value = extension.info.uuid;
    await useExtension(extension, from).catch((error) => {
      const { title, text } = problemOf(error);
      problem.value = `${title}. ${text}`;
    });
    busy.value = undefined;
  };
  return (
    <>
      <ul class="wallets">
        {extensions.value.map((extension) => (
          <li key={extension.info.uuid}>
            <button
              type="button"
              class="wallet-choice"
              onClick={() => connect(extension)}
              disabled={!!busy.value}
            >
              <WalletIcon icon={extension.info.icon} />
              <span>{extension.info.name}</span>
              <span class="hint">
                {busy.value === extension.info.uuid ? "Confirm in the wallet…" : "In this browser"}
              </span>
            </button>
          </li>
        ))}
        {isDevelopment(from) && (
          <li>
            <button type="button" class="wallet-choice" onClick={() => useBrowserKey(from)}>
              <KeyIcon />
              <span>Key of this browser</span>
              <span class="hint">Play money of the devnet; nothing to install</span>
            </button>
          </li>
        )}
      </ul>
      {extensions.value.length === 0 && (
        <p class="hint">
          No wallet announces itself in this page.
          {isDevelopment(from)
            ? " The browser's own key does for the devnet."
            : " Install one, then load the page again."}
        </p>
      )}
      {problem.value && (
        <p class="hint is-warning" role="alert">
          {problem.value}
        </p>
      )}
    </>
  );
}

/** Icons are data URLs by EIP-6963; the page's policy loads no other. */
function WalletIcon({ icon }: { icon: string }) {
  return icon.startsWith("data:image/") ? (
    <img class="wallet-icon" src={icon} alt="" width="32" height="32" />
  ) : (
    <KeyIcon />
  );
}

function KeyIcon() {
  return (
    <svg class="wallet-icon" viewBox="0 0 24 24" fill="none" aria-hidden="true">
      <circle cx="8" cy="15" r="4.5" stroke="currentColor" stroke-width="2" />
      <path d="M11.5 11.5 20 3m-3.5 3.5 3 3" stroke="currentColor" stroke-width="2" stroke-linecap="round" />
    </svg>
  );
}
