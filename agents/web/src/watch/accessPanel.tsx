// SPDX-License-Identifier: GPL-3.0-or-later
import "../styles/access.css";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Hex } from "viem";
import { describePolicy } from "../../../sdk/access/describePolicy.ts";
import { type AccessPart, explainAccess } from "../../../sdk/access/explainAccess.ts";
import { keepPathOf, keptPath } from "../access/lists.ts";
import { type Policy, readPolicy } from "../access/terms.ts";
import { adviceOf, type Missing, missingIn, type Verdict, verdictOf } from "../access/verdict.ts";
import { type Deployment, type Loaded, readerOf } from "../deployment.ts";
import { problemOf } from "../sentences.ts";
import { ProblemCard } from "../ui/notice.tsx";
import { isChoosing, wallet } from "../wallet/wallet.ts";
import type { Listed } from "../works.ts";
import { BuyEdition } from "./buyEdition.tsx";

type AccessPanelProps = { work: Listed; from: Deployment };
type Read = { policy: Policy; viewer: Hex | undefined; explained: AccessPart | undefined };

const VERDICTS: Record<Verdict, { text: string; tone: string }> = {
  in: { text: "You may watch.", tone: "is-good" },
  pays: { text: "You may watch: key periods are paid as the work plays.", tone: "is-good" },
  out: { text: "You may not watch now.", tone: "is-bad" },
};

/** Who may have the keys of a sealed work, as its policy on chain says; whether this wallet may, and what is missing. */
export function AccessPanel({ work, from }: AccessPanelProps) {
  const { contentId } = work;
  const read = useSignal<Loaded<Read>>({ state: "loading" });
  const viewer = wallet.value?.address;
  async function look(): Promise<void> {
    try {
      const value = await readAccess(from, contentId, viewer);
      if (viewer === wallet.value?.address) read.value = { state: "ready", value };
    } catch (error) {
      read.value = { state: "failed", problem: problemOf(error) };
    }
  }
  useEffect(() => {
    look();
  }, [contentId, viewer]);
  if (read.value.state === "failed") return <ProblemCard problem={read.value.problem} onAgain={look} />;
  if (read.value.state === "loading") return <p class="hint">Reading who may watch…</p>;
  const { policy, explained } = read.value.value;
  const verdict = verdictOf(explained);
  return (
    <section class="access" aria-label="Who may watch">
      <p class="hint is-wrapping">
        Key nodes keep this work's keys. Who gets them: {describePolicy(policy.terms, policy.words)}.
      </p>
      {!viewer && policy.terms && policy.terms.kind !== "free" && (
        <p class="hint">
          <button
            type="button"
            class="button is-quiet"
            onClick={() => {
              isChoosing.value = true;
            }}
          >
            Choose a wallet
          </button>{" "}
          to see whether you are among them.
        </p>
      )}
      {viewer && (
        <output class="status-badge">
          <span class={`dot ${VERDICTS[verdict].tone}`} aria-hidden="true" />
          {VERDICTS[verdict].text}
        </output>
      )}
      {viewer && verdict === "out" && explained && (
        <ul class="access-missing" aria-label="What is missing">
          {missingIn(explained).map((missing) => (
            <MissingPart
              key={missing.part.words}
              missing={missing}
              viewer={viewer}
              from={from}
              contentId={contentId}
              policy={policy}
              onChanged={look}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

async function readAccess(from: Deployment, contentId: Hex, viewer: Hex | undefined): Promise<Read> {
  const policy = await readPolicy(from, contentId);
  if (!viewer || !policy.terms) return { policy, viewer, explained: undefined };
  const { policy: explained } = await explainAccess(readerOf(from), {
    ...{ viewer, contentId, rendition: 0n, period: 0n, words: policy.words },
    shown: { pathOf: (root) => keptPath(root, viewer) },
  });
  return { policy, viewer, explained };
}

type MissingPartProps = {
  missing: Missing;
  viewer: Hex;
  from: Deployment;
  contentId: Hex;
  policy: Policy;
  onChanged: () => void;
};

function MissingPart({ missing, viewer, from, contentId, policy, onChanged }: MissingPartProps) {
  const { part, isDenied } = missing;
  const { terms } = part;
  const offer = terms.kind === "purchase" ? policy.offers.get(terms.edition) : undefined;
  return (
    <li>
      <span>
        <strong>{part.words[0]!.toUpperCase() + part.words.slice(1)}</strong>
        {part.answer !== "yes" && `: ${part.reason}`}
      </span>
      {terms.kind === "purchase" && offer && offer.price > 0n && !isDenied ? (
        <BuyEdition
          from={from}
          contentId={contentId}
          edition={terms.edition}
          offer={offer}
          words={policy.words}
          onBought={onChanged}
        />
      ) : (
        <span class="hint">
          {terms.kind === "purchase" && !isDenied ? "It is not for sale now." : adviceOf(missing)}
        </span>
      )}
      {terms.kind === "allowList" && !isDenied && (
        <ListInput root={terms.root} viewer={viewer} onKept={onChanged} />
      )}
    </li>
  );
}

function ListInput({ root, viewer, onKept }: { root: Hex; viewer: Hex; onKept: () => void }) {
  const fault = useSignal<string | undefined>(undefined);
  return (
    <>
      <input
        type="file"
        accept=".json,.txt,.csv"
        aria-label="The list's file"
        onChange={async ({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          if (!file) return;
          const kept = await keepPathOf(file, root, viewer);
          fault.value = "fault" in kept ? kept.fault : undefined;
          if (!fault.value) onKept();
        }}
      />
      {fault.value && (
        <span class="hint is-warning" role="alert">
          {fault.value}
        </span>
      )}
    </>
  );
}
