// SPDX-License-Identifier: GPL-3.0-or-later
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { type Catalogue, loadCatalogue, refreshCatalogue } from "../catalogue.ts";
import { type Deployment, isDevelopment, type Loaded } from "../deployment.ts";
import { Notice, ProblemCard } from "../ui/notice.tsx";
import { WorkCard } from "./workCard.tsx";

/** Works shown at first, and with each press of "more". */
const PAGE = 24;
/** The time between two looks for new works. */
const LOOK_MS = { development: 3_000, other: 60_000 };

type LibraryProps = { from: Deployment; catalogue: Loaded<Catalogue> };

export function Library({ from, catalogue }: LibraryProps) {
  const shown = useSignal(PAGE);
  useEffect(() => {
    const look = () => {
      if (!document.hidden) refreshCatalogue(from);
    };
    const timer = setInterval(look, isDevelopment(from) ? LOOK_MS.development : LOOK_MS.other);
    return () => clearInterval(timer);
  }, [from]);
  return (
    <>
      <div class="intro">
        <h1>Watch, and pay for what plays</h1>
        <p>
          Every second goes to the people who made it, as it plays. Pause, and nothing is paid. Each work here
          is verified against its root on chain, whoever sends it.
        </p>
      </div>
      {catalogue.state === "loading" && <Skeletons />}
      {catalogue.state === "failed" && (
        <ProblemCard problem={catalogue.problem} onAgain={() => loadCatalogue(from)} />
      )}
      {catalogue.state === "ready" && catalogue.value.works.length === 0 && (
        <Notice title="Nothing is published yet">
          Works appear here by themselves, as creators register them on chain.
        </Notice>
      )}
      {catalogue.state === "ready" && catalogue.value.works.length > 0 && (
        <>
          <ul class="works" aria-label="Works">
            {catalogue.value.works.slice(0, shown.value).map((work) => (
              <WorkCard key={work.contentId} work={work} edges={catalogue.value.edges} from={from} />
            ))}
          </ul>
          {catalogue.value.works.length > shown.value && (
            <button
              type="button"
              class="button is-quiet"
              onClick={() => {
                shown.value += PAGE;
              }}
            >
              Show more works
            </button>
          )}
        </>
      )}
    </>
  );
}

function Skeletons() {
  return (
    <div class="works" aria-busy="true">
      <output class="visually-hidden">Reading the works from the chain…</output>
      {[0, 1, 2].map((at) => (
        <div key={at} class="card is-skeleton" aria-hidden="true">
          <div class="card-picture" />
          <div class="line" />
          <div class="line is-short" />
        </div>
      ))}
    </div>
  );
}
