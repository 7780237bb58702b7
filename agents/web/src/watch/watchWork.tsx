// SPDX-License-Identifier: GPL-3.0-or-later
import { useSignalEffect } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { Edge } from "../../../sdk/content/requestChunk.ts";
import { type Deployment, isDevelopment } from "../deployment.ts";
import { bytes, clock, perMinute } from "../format.ts";
import { type About, courtOf } from "../manifests.ts";
import { Announcer } from "../ui/announcer.tsx";
import { Later } from "../ui/later.tsx";
import { wallet } from "../wallet/wallet.ts";
import type { Listed } from "../works.ts";
import { followKeys } from "./followKeys.ts";
import { HelpPanel } from "./helpPanel.tsx";
import { MoreWorks } from "./moreWorks.tsx";
import { OnChain } from "./onChain.tsx";
import { PayPanel } from "./payPanel.tsx";
import { PlaybackBar } from "./playbackBar.tsx";
import { SourcesPanel } from "./sourcesPanel.tsx";
import { Stage } from "./stage.tsx";
import { announcementOf, hasPicture } from "./status.ts";
import { createWatching } from "./watching.ts";

const loadAccessPanel = () => import("./accessPanel.tsx").then(({ AccessPanel }) => AccessPanel);
const loadCommitteePicture = () =>
  import("./committeePicture.tsx").then(({ CommitteePicture }) => CommitteePicture);

const loadOpinionPanel = () =>
  import("../opinions/opinionPanel.tsx").then(({ OpinionPanel }) => OpinionPanel);

type WatchWorkProps = { work: Listed; about: About; edges: readonly Edge[]; from: Deployment };

export function WatchWork({ work, about, edges, from }: WatchWorkProps) {
  const video = useRef<HTMLVideoElement>(null);
  const watching = useMemo(
    () => createWatching({ content: work, edges, court: courtOf(from), ...about }, about.durationSec, from),
    [work.contentId],
  );
  useEffect(() => watching.follow(video.current!), [watching]);
  useEffect(() => followKeys(watching, video.current!), [watching]);
  useEffect(() => {
    document.title = `${about.title} · Tributary`;
  }, [about.title]);
  useSignalEffect(() => {
    watching.look(wallet.value);
  });
  const play = () => watching.play(video.current!);
  return (
    <article class="watch">
      <div class="watch-main">
        <Stage
          watching={watching}
          video={video}
          contentId={work.contentId}
          title={about.title}
          poster={about.poster}
          onPlay={play}
        />
        {hasPicture(watching.status.value) && (
          <PlaybackBar
            watching={watching}
            qualities={about.isAdaptive ? about.qualities : []}
            video={() => video.current}
          />
        )}
        <h1 class="watch-title">{about.title}</h1>
        <p class="watch-facts">
          <strong>{perMinute(work.ratePerSecondWei)}</strong>
          <span>{clock(about.durationSec)}</span>
          <span>{about.qualities.join(", ")}</span>
          <span>{bytes(about.byteCount)}</span>
        </p>
        {about.committee ? (
          <Later load={loadAccessPanel} props={{ work, from }} />
        ) : (
          <p class="hint">Who may watch: {about.whoMayWatch}.</p>
        )}
      </div>
      <aside class="watch-side" aria-label="Payment and sources">
        <PayPanel watching={watching} isDevnet={isDevelopment(from)} onPlay={play} />
        <SourcesPanel sources={watching.sources.value} />
        <HelpPanel helping={watching.helping} />
        {about.committee && (
          <Later
            load={loadCommitteePicture}
            props={{ from, committee: about.committee, nodes: watching.nodes, liars: watching.liars }}
          />
        )}
      </aside>
      <div class="watch-more">
        <Later load={loadOpinionPanel} props={{ work, from }} />
        <OnChain work={work} />
        <MoreWorks work={work} edges={edges} from={from} />
      </div>
      <Announcer text={announcementOf(watching.status.value)} />
      <Announcer text={watching.said.value} />
    </article>
  );
}
