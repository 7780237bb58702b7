// SPDX-License-Identifier: GPL-3.0-or-later
import { useSignal } from "@preact/signals";
import { type Payee, parsePayee } from "../../../sdk/chain/payee.ts";
import type { Deployment } from "../deployment.ts";
import { amount, short } from "../format.ts";
import { payeeName } from "../payeeName.ts";
import { Later } from "../ui/later.tsx";
import { type Claim, type Share, sharesOf } from "./revenue.ts";

const loadClaimPanel = () => import("./claimPanel.tsx").then(({ ClaimPanel }) => ClaimPanel);

type SplitPanelsProps = {
  from: Deployment;
  payees: readonly Payee[];
  revenue: ReadonlyMap<Payee, bigint>;
  claims: readonly Claim[];
  onClaimed: () => unknown;
};

/** Who took which share of each split, and a way to claim the rest. */
export function SplitPanels({ from, payees, revenue, claims, onClaimed }: SplitPanelsProps) {
  const splits = payees.flatMap((payee) => {
    const parsed = parsePayee(payee);
    return parsed.kind === "split" ? [{ payee, split: parsed.split }] : [];
  });
  if (splits.length === 0) return null;
  return (
    <section class="splits" aria-labelledby="splits-title">
      <h2 id="splits-title">Split shares</h2>
      <p class="hint">
        A split's table is known on chain by its hash alone. A collaborator's share shows with the first
        claim, which a zero-knowledge proof makes, here in the page.
      </p>
      <div class="split-grid">
        {splits.map(({ payee, split }) => (
          <SplitPanel
            key={payee}
            from={from}
            split={split}
            onClaimed={onClaimed}
            name={payeeName(payee)}
            wei={revenue.get(payee) ?? 0n}
            shares={sharesOf(claims, payee, revenue.get(payee) ?? 0n)}
          />
        ))}
      </div>
    </section>
  );
}

type SplitPanelProps = {
  from: Deployment;
  split: bigint;
  name: string;
  wei: bigint;
  shares: readonly Share[];
  onClaimed: () => unknown;
};

function SplitPanel({ from, split, name, wei, shares, onClaimed }: SplitPanelProps) {
  const isClaiming = useSignal(false);
  const taken = shares.reduce((sum, { paidWei }) => sum + paidWei, 0n);
  return (
    <section class="panel" aria-label={name}>
      <div class="panel-head">
        <h3>{name}</h3>
        <span class="hint">{amount(wei)} of revenue</span>
      </div>
      {shares.length === 0 ? (
        <p class="hint">Nobody has claimed a share yet.</p>
      ) : (
        <ul class="shares">
          {shares.map(({ position, recipient, paidWei, percent }) => (
            <li key={position}>
              <span class="share-head">
                <span class="mono" title={recipient}>
                  {short(recipient)}
                </span>
                <span>
                  {amount(paidWei)} <span class="hint-inline">{percent.toFixed(1)} %</span>
                </span>
              </span>
              <progress value={percent} max={100} aria-label={`Share of ${short(recipient)}`} />
            </li>
          ))}
        </ul>
      )}
      <p class="hint">{amount(wei > taken ? wei - taken : 0n)} not claimed yet.</p>
      {isClaiming.value ? (
        <Later load={loadClaimPanel} props={{ from, split, onClaimed }} />
      ) : (
        <button
          type="button"
          class="button is-quiet"
          onClick={() => {
            isClaiming.value = true;
          }}
        >
          Claim shares
        </button>
      )}
    </section>
  );
}
