// SPDX-License-Identifier: GPL-3.0-or-later
import { short } from "../format.ts";
import { payeeName } from "../payeeName.ts";
import type { Listed } from "../works.ts";

/** What the chain says of the work: whom it pays, and what every chunk is checked against. */
export function OnChain({ work }: { work: Listed }) {
  const { payee, contentId, root, leafCount, publisher, generation } = work;
  const facts: [term: string, shown: string, whole: string][] = [
    ["Pays", payeeName(payee), payee],
    ["Published by", short(publisher), publisher],
    ["Work", short(contentId), contentId],
    ["Root over all chunks", short(root), root],
    ["Chunks", String(leafCount), `${leafCount} chunks, generation ${generation}`],
  ];
  return (
    <section aria-labelledby="chain-title">
      <h2 id="chain-title">On chain</h2>
      <dl class="chain-facts">
        {facts.map(([term, shown, whole]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd class="mono" title={whole}>
              {shown}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
