// SPDX-License-Identifier: GPL-3.0-or-later
import "../styles/publish.css";
import { useEffect, useMemo } from "preact/hooks";
import type { Share } from "../../../splits/claims.ts";
import type { Deployment } from "../deployment.ts";
import { amount, short } from "../format.ts";
import { Announcer } from "../ui/announcer.tsx";
import { ProblemCard } from "../ui/notice.tsx";
import { walletOrChoice } from "../wallet/connect.ts";
import { isChoosing } from "../wallet/wallet.ts";
import { createClaiming } from "./claiming.ts";
import { tableIn } from "./tableFile.ts";

type ClaimPanelProps = { from: Deployment; split: bigint; onClaimed: () => unknown };

/** Claims shares of a split by proofs that the page makes: the table, then what is owed, then the payment. */
export function ClaimPanel({ from, split, onClaimed }: ClaimPanelProps) {
  const claiming = useMemo(() => createClaiming(from, split), [from, split]);
  useEffect(() => claiming.stop, [claiming]);
  const state = claiming.state.value;
  async function choose(file: File | undefined): Promise<void> {
    if (!file) return;
    const table = await tableIn(file);
    if ("fault" in table) claiming.refuse(table.fault);
    else await claiming.choose(table.value);
  }
  async function claim(position: number, shares: readonly Share[]): Promise<void> {
    const account = walletOrChoice(from);
    if (!account) return;
    await claiming.claim(account, position, shares);
    onClaimed();
  }
  const shares = "shares" in state ? (state.shares ?? []) : [];
  return (
    <div class="claim" aria-busy={state.step === "working"}>
      {state.step === "table" && (
        <label class="drop">
          <span class="drop-name">Choose the split's table, or drop it here</span>
          <span class="hint">
            The file that was written when the split was created. It stays in this page.
          </span>
          <input
            type="file"
            accept=".json,application/json"
            aria-invalid={state.fault !== undefined}
            onChange={({ currentTarget }) => choose(currentTarget.files?.[0])}
          />
        </label>
      )}
      {state.step === "table" && state.fault && (
        <p class="hint is-warning" role="alert">
          {state.fault}
        </p>
      )}
      {state.step === "working" && (
        <p class="publish-step">
          <span class="spinner" aria-hidden="true" />
          {state.what}
        </p>
      )}
      {shares.length > 0 && (
        <ul class="shares">
          {shares.map(({ recipient, owedWei }, position) => (
            <li key={recipient + position} class="claim-row">
              <span>
                <span class="mono" title={recipient}>
                  {short(recipient)}
                </span>{" "}
                <span class="hint-inline">{owedWei > 0n ? `is owed ${amount(owedWei)}` : "is paid"}</span>
              </span>
              {owedWei > 0n && (
                <button
                  type="button"
                  class="button"
                  disabled={state.step === "working"}
                  aria-label={`Claim the share of ${short(recipient)}`}
                  onClick={() => claim(position, shares)}
                >
                  Claim
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {state.step === "shares" && <p class="hint">{said(state.shares, state.paid)}</p>}
      {state.step === "failed" && (
        <ProblemCard
          problem={state.problem}
          onAgain={() => {
            if (state.problem.remedy === "again") claiming.again();
            else isChoosing.value = true;
          }}
        />
      )}
      <Announcer text={state.step === "shares" ? said(state.shares, state.paid) : ""} />
    </div>
  );
}

function said(shares: readonly Share[], paid: Share | undefined): string {
  if (paid) return `${amount(paid.owedWei)} went to ${short(paid.recipient)}.`;
  return shares.some(({ owedWei }) => owedWei > 0n)
    ? "Anyone may claim: a share is paid to its collaborator, whoever sends the proof."
    : "Every share of what is settled is paid.";
}
