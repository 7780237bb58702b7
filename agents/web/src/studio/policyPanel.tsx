// SPDX-License-Identifier: GPL-3.0-or-later
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Edge } from "../../../sdk/content/requestChunk.ts";
import { aboutOfWork } from "../catalogue.ts";
import type { Deployment } from "../deployment.ts";
import { short } from "../format.ts";
import { Announcer } from "../ui/announcer.tsx";
import type { Listed } from "../works.ts";
import { ChangePolicy } from "./changePolicy.tsx";

type PolicyPanelProps = { from: Deployment; works: readonly Listed[]; edges: readonly Edge[] };

/** Who may watch a creator's own works: one is chosen, its policy shown, and another set. */
export function PolicyPanel({ from, works, edges }: PolicyPanelProps) {
  const chosen = useSignal(works[0]!.contentId);
  const said = useSignal("");
  const work = works.find(({ contentId }) => contentId === chosen.value) ?? works[0]!;
  useEffect(() => {
    said.value = "";
  }, [work.contentId]);
  return (
    <section class="panel" aria-labelledby="policy-title">
      <h2 id="policy-title">Who may watch</h2>
      <label class="field">
        <span class="field-label">Your work</span>
        <select
          value={work.contentId}
          onChange={({ currentTarget }) => {
            chosen.value = currentTarget.value as Listed["contentId"];
          }}
        >
          {works.map((one) => (
            <option key={one.contentId} value={one.contentId}>
              {nameOf(one, edges, from)}
            </option>
          ))}
        </select>
      </label>
      <ChangePolicy
        key={work.contentId}
        from={from}
        work={work}
        about={aboutOfWork(work, edges, from)}
        onSet={(text) => {
          said.value = text;
        }}
      />
      <Announcer text={said.value} />
    </section>
  );
}

function nameOf(work: Listed, edges: readonly Edge[], from: Deployment): string {
  const about = aboutOfWork(work, edges, from).value;
  return about.state === "ready" ? `${about.value.title} · ${short(work.contentId)}` : short(work.contentId);
}
