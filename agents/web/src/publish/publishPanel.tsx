// SPDX-License-Identifier: GPL-3.0-or-later
import "../styles/publish.css";
import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { Edge } from "../../../sdk/content/requestChunk.ts";
import { refreshCatalogue } from "../catalogue.ts";
import type { Deployment } from "../deployment.ts";
import { Announcer } from "../ui/announcer.tsx";
import { ProblemCard } from "../ui/notice.tsx";
import { walletOn } from "../wallet/connect.ts";
import { isChoosing } from "../wallet/wallet.ts";
import type { ChosenFile } from "./chosenFile.ts";
import { PublishedCard } from "./publishedCard.tsx";
import { PublishForm } from "./publishForm.tsx";
import { createPublishing, type Terms } from "./publishing.ts";

type PublishPanelProps = { from: Deployment; edges: readonly Edge[] };

/** Publishes a file from the page: a form, then what is waited for, then the link. */
export function PublishPanel({ from, edges }: PublishPanelProps) {
  const publishing = useMemo(() => createPublishing(from, edges), [from, edges]);
  const asked = useSignal<{ chosen: ChosenFile; terms: Terms } | undefined>(undefined);
  useEffect(() => publishing.stop, [publishing]);
  const state = publishing.state.value;
  const payer = () => walletOn(from);
  const go = async () => {
    const account = payer();
    if (!account || !asked.value) {
      isChoosing.value = true;
      return;
    }
    await publishing.start(account, asked.value.chosen, asked.value.terms);
    await refreshCatalogue(from);
  };
  return (
    <section class="panel publish" aria-labelledby="publish-title" aria-busy={state.step === "working"}>
      <h2 id="publish-title">Publish a work</h2>
      <div hidden={state.step !== "form"}>
        <PublishForm
          from={from}
          payer={payer}
          onPublish={(chosen, terms) => {
            asked.value = { chosen, terms };
            go();
          }}
        />
      </div>
      {state.step === "working" && (
        <div class="publish-work">
          <p class="publish-step">
            {state.share === undefined && <span class="spinner" aria-hidden="true" />}
            {state.what}
          </p>
          {state.share !== undefined && (
            <progress value={state.share} max={1} aria-label="Progress of this step" />
          )}
          <button type="button" class="button is-quiet" onClick={publishing.stop}>
            Stop
          </button>
        </div>
      )}
      {state.step === "failed" && (
        <ProblemCard
          problem={state.problem}
          onAgain={() => {
            if (state.problem.remedy === "again") go();
            else isChoosing.value = true;
          }}
        />
      )}
      {state.step === "done" && <PublishedCard published={state} />}
      {(state.step === "failed" || state.step === "done") && (
        <button type="button" class="button is-quiet" onClick={publishing.again}>
          {state.step === "done" ? "Publish another work" : "Back to the form"}
        </button>
      )}
      <Announcer text={announced(state)} />
    </section>
  );
}

/** Said aloud at each step; counts that run are not. */
function announced(state: ReturnType<typeof createPublishing>["state"]["value"]): string {
  if (state.step === "working") return state.what.replace(/ chunk \d+ of \d+/, " chunks");
  return state.step === "done" ? "Published. The link stands in the page." : "";
}
