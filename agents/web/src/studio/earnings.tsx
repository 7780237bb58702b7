// SPDX-License-Identifier: GPL-3.0-or-later
import { useMemo } from "preact/hooks";
import type { Edge } from "../../../sdk/content/requestChunk.ts";
import type { Deployment } from "../deployment.ts";
import { amount } from "../format.ts";
import type { Listed } from "../works.ts";
import { RevenueChart } from "./chart.tsx";
import type { Ledger } from "./ledger.ts";
import { byDay, byPayee, sumOf } from "./revenue.ts";
import { SplitPanels } from "./splitPanels.tsx";
import { WorksTable } from "./worksTable.tsx";

const DAYS = 14;

type EarningsProps = {
  from: Deployment;
  works: readonly Listed[];
  edges: readonly Edge[];
  ledger: Ledger;
  onClaimed: () => unknown;
};

/** The books of some works: in all, by day, by work, by collaborator. */
export function Earnings({ from, works, edges, ledger, onClaimed }: EarningsProps) {
  const payees = useMemo(() => new Set(works.map(({ payee }) => payee)), [works]);
  const earnings = useMemo(() => ledger.earnings.filter(({ payee }) => payees.has(payee)), [ledger, payees]);
  const days = useMemo(() => byDay(earnings, DAYS, Date.now() / 1_000), [earnings]);
  const revenue = byPayee(earnings);
  return (
    <div class="books">
      <dl class="tiles">
        <Tile term="Revenue in all" value={amount(sumOf(earnings))} />
        <Tile term="Today" value={amount(days.at(-1)!.wei)} />
        <Tile term="Works" value={String(works.length)} />
      </dl>
      <section class="panel" aria-labelledby="days-title">
        <div class="panel-head">
          <h2 id="days-title">Revenue by day</h2>
          <span class="hint">The last {DAYS} days, UTC</span>
        </div>
        <RevenueChart days={days} />
      </section>
      <WorksTable from={from} works={works} edges={edges} revenue={revenue} />
      <SplitPanels
        from={from}
        payees={[...payees]}
        revenue={revenue}
        claims={ledger.claims}
        onClaimed={onClaimed}
      />
      <p class="hint">
        Revenue of a split counts all that was credited to it: channels, streams and seats. Revenue of an
        address counts its channels. What viewers have promised by vouchers stands here once the sequencer has
        settled it.
      </p>
    </div>
  );
}

function Tile({ term, value }: { term: string; value: string }) {
  return (
    <div class="tile">
      <dt>{term}</dt>
      <dd>{value}</dd>
    </div>
  );
}
