// SPDX-License-Identifier: GPL-3.0-or-later
import "../styles/opinions.css";
import { useSignalEffect } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { Deployment } from "../deployment.ts";
import { ProblemCard } from "../ui/notice.tsx";
import { isChoosing, wallet } from "../wallet/wallet.ts";
import type { Listed } from "../works.ts";
import { Comments } from "./comments.tsx";
import { OpinionBar } from "./opinionBar.tsx";
import { createOpinions } from "./opinions.ts";

const LOOK_AGAIN_MS = 10_000;

/** What viewers think of a work: likes, stars, comments, and who follows its publisher. */
export function OpinionPanel({ work, from }: { work: Listed; from: Deployment }) {
  const opinions = useMemo(() => createOpinions(work, from), [work.contentId]);
  useSignalEffect(() => {
    wallet.value;
    opinions.look();
  });
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) opinions.look();
    }, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [opinions]);
  const { value: read } = opinions.read;
  if (read.state === "loading") return <p class="hint">Asking what viewers think…</p>;
  if (read.state === "failed") return <ProblemCard problem={read.problem} onAgain={opinions.look} />;
  const { value: doing } = opinions.doing;
  return (
    <section class="opinions" aria-label="What viewers think">
      <OpinionBar opinions={opinions} read={read.value} />
      <output class="hint">{typeof doing === "string" ? doing : ""}</output>
      {typeof doing === "object" && (
        <ProblemCard
          problem={doing}
          onAgain={() => {
            opinions.doing.value = undefined;
            if (doing.remedy === "wallet" || doing.remedy === "tokens") isChoosing.value = true;
          }}
        />
      )}
      <Comments opinions={opinions} read={read.value} />
    </section>
  );
}
