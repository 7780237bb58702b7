// SPDX-License-Identifier: GPL-3.0-or-later
import type { Payee } from "../../../sdk/chain/payee.ts";
import type { Edge } from "../../../sdk/content/requestChunk.ts";
import { aboutOfWork } from "../catalogue.ts";
import type { Deployment } from "../deployment.ts";
import { amount, perMinute, short } from "../format.ts";
import { payeeName } from "../payeeName.ts";
import type { Listed } from "../works.ts";

type WorksTableProps = {
  from: Deployment;
  works: readonly Listed[];
  edges: readonly Edge[];
  revenue: ReadonlyMap<Payee, bigint>;
};

export function WorksTable({ works, revenue, ...rest }: WorksTableProps) {
  const sharing = new Map<Payee, number>();
  for (const { payee } of works) sharing.set(payee, (sharing.get(payee) ?? 0) + 1);
  return (
    <section class="panel" aria-labelledby="works-title">
      <h2 id="works-title">Works</h2>
      <div class="scroller">
        <table>
          <thead>
            <tr>
              <th scope="col">Work</th>
              <th scope="col">Price</th>
              <th scope="col">Pays</th>
              <th scope="col" class="is-number">
                Revenue
              </th>
            </tr>
          </thead>
          <tbody>
            {works.map((work) => (
              <WorkRow
                key={work.contentId}
                work={work}
                wei={revenue.get(work.payee) ?? 0n}
                sharing={sharing.get(work.payee)!}
                {...rest}
              />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

type WorkRowProps = { work: Listed; edges: readonly Edge[]; from: Deployment; wei: bigint; sharing: number };

function WorkRow({ work, edges, from, wei, sharing }: WorkRowProps) {
  const about = aboutOfWork(work, edges, from).value;
  return (
    <tr>
      <th scope="row">
        <a href={`/watch/${work.contentId}`}>
          {about.state === "ready" ? about.value.title : short(work.contentId)}
        </a>
      </th>
      <td>{perMinute(work.ratePerSecondWei)}</td>
      <td>{payeeName(work.payee)}</td>
      <td class="is-number">
        {amount(wei)}
        {sharing > 1 && <span class="hint">with {sharing - 1} more of this payee</span>}
      </td>
    </tr>
  );
}
