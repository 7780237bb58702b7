// SPDX-License-Identifier: GPL-3.0-or-later
import type { Edge } from "../../../sdk/content/requestChunk.ts";
import { catalogue } from "../catalogue.ts";
import type { Deployment } from "../deployment.ts";
import { WorkCard } from "../library/workCard.tsx";
import type { Listed } from "../works.ts";

const SHOWN = 3;

type MoreWorksProps = { work: Listed; edges: readonly Edge[]; from: Deployment };

/** Other works, those of the same payee first: an open deposit plays them too. */
export function MoreWorks({ work, edges, from }: MoreWorksProps) {
  const works = catalogue.value.state === "ready" ? catalogue.value.value.works : [];
  const others = works
    .filter(({ contentId }) => contentId !== work.contentId)
    .sort((a, b) => Number(b.payee === work.payee) - Number(a.payee === work.payee))
    .slice(0, SHOWN);
  if (others.length === 0) return null;
  return (
    <section aria-labelledby="more-title">
      <h2 id="more-title">More works</h2>
      <ul class="works is-small">
        {others.map((other) => (
          <WorkCard key={other.contentId} work={other} edges={edges} from={from} level="h3" />
        ))}
      </ul>
    </section>
  );
}
