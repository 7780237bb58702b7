// SPDX-License-Identifier: GPL-3.0-or-later
import type { Edge } from "../../../sdk/content/requestChunk.ts";
import { aboutOfWork } from "../catalogue.ts";
import type { Deployment } from "../deployment.ts";
import { clock, perMinute, short, spoken } from "../format.ts";
import { Artwork } from "../ui/artwork.tsx";
import type { Listed } from "../works.ts";

type WorkCardProps = { work: Listed; edges: readonly Edge[]; from: Deployment; level?: "h2" | "h3" };

export function WorkCard({ work, edges, from, level: Title = "h2" }: WorkCardProps) {
  const about = aboutOfWork(work, edges, from).value;
  const known = about.state === "ready" ? about.value : undefined;
  const title = known?.title ?? (about.state === "loading" ? "Reading…" : "No edge serves this work");
  return (
    <li class="card">
      <a class="card-link" href={`/watch/${work.contentId}`}>
        <div class="card-picture">
          <Artwork contentId={work.contentId} poster={known?.poster} />
          {known && (
            <span class="badge">
              <span class="visually-hidden">{spoken(known.durationSec)}</span>
              <span aria-hidden="true">{clock(known.durationSec)}</span>
            </span>
          )}
        </div>
        <Title class="card-title">{title}</Title>
      </a>
      <p class="card-price">{perMinute(work.ratePerSecondWei)}</p>
      {known?.committee && <p class="card-facts">For: {known.whoMayWatch}</p>}
      <p class="card-facts">
        {known && `${known.qualities.join(", ")}, `}by <span class="mono">{short(work.publisher)}</span>
      </p>
    </li>
  );
}
