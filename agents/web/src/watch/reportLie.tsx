// SPDX-License-Identifier: GPL-3.0-or-later
import { useSignal } from "@preact/signals";
import { slashKeyholder } from "../../../sdk/committees/slashKeyholder.ts";
import type { SignedFalsehood } from "../../../sdk/encryption/gatherKey.ts";
import type { Deployment } from "../deployment.ts";
import { problemOf, type Told } from "../sentences.ts";
import { fillGas, walletOrChoice } from "../wallet/connect.ts";

/** Brings a key node's false answer, which the page holds with its signature, before the court on chain. */
export function ReportLie({ lie, from }: { lie: SignedFalsehood; from: Deployment }) {
  const state = useSignal<{ busy?: string; done?: boolean; fault?: string }>({});
  async function report(): Promise<void> {
    const account = walletOrChoice(from);
    if (!account) return;
    const say = (busy: string) => {
      state.value = { busy };
    };
    try {
      await fillGas(from, account, say);
      say(account.asks("Reporting the lie", "send the transaction"));
      const { answer, signature, hints } = lie;
      await slashKeyholder.sync(account.client, { answer, signature, hints });
      state.value = { done: true };
    } catch (error) {
      const { title, text } = problemOf(error, WHILE_REPORTING);
      state.value = { fault: `${title}. ${text}` };
    }
  }
  const { busy, done, fault } = state.value;
  if (done) return <output class="hint">Proven on chain: its operator lost its bond.</output>;
  return (
    <>
      <button type="button" class="button is-quiet" disabled={busy !== undefined} onClick={report}>
        {busy ?? "Report the lie"}
      </button>
      {fault && (
        <span class="hint is-warning" role="alert">
          {fault}
        </span>
      )}
    </>
  );
}

const WHILE_REPORTING: Told = {
  UserRejected: () => ({
    title: "You said no in the wallet",
    text: "Nothing was sent.",
    remedy: "again",
  }),
  GasUnaffordable: () => ({
    title: "There is no ether for gas",
    text: "A report is one transaction, and its gas costs a little ether.",
    remedy: "none",
  }),
  ContractRefused: ({ shortMessage }) => ({
    title: "The court did not take the report",
    text: `Somebody may have reported the node before. ${shortMessage}`,
    remedy: "none",
  }),
};
