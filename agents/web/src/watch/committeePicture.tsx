// SPDX-License-Identifier: GPL-3.0-or-later
import "../styles/access.css";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Hex } from "viem";
import { type GetCommitteeReturnType, getCommittee } from "../../../sdk/committees/getCommittee.ts";
import type { SignedFalsehood } from "../../../sdk/encryption/gatherKey.ts";
import { nodeUrl } from "../../../sdk/wire/nodeUrl.ts";
import { type Deployment, type Loaded, readerOf } from "../deployment.ts";
import { short } from "../format.ts";
import { problemOf } from "../sentences.ts";
import { ProblemCard } from "../ui/notice.tsx";
import { type NodeTold, saidOf } from "./nodes.ts";
import { ReportLie } from "./reportLie.tsx";
import type { Watching } from "./watching.ts";

type CommitteePictureProps = {
  from: Deployment;
  committee: Hex;
  nodes: Watching["nodes"];
  liars: Watching["liars"];
};

/** Who of a work's key nodes answered, how fast, who was not needed, who is down, and who lied. */
export function CommitteePicture({ from, committee, nodes, liars }: CommitteePictureProps) {
  const read = useSignal<Loaded<GetCommitteeReturnType>>({ state: "loading" });
  const look = () =>
    getCommittee(readerOf(from), { committeeId: committee }).then(
      (value) => {
        read.value = { state: "ready", value };
      },
      (error) => {
        read.value = { state: "failed", problem: problemOf(error) };
      },
    );
  useEffect(() => {
    look();
  }, [committee]);
  if (read.value.state === "failed") return <ProblemCard problem={read.value.problem} onAgain={look} />;
  if (read.value.state === "loading") return <p class="hint">Reading who keeps the keys…</p>;
  const { threshold, members } = read.value.value;
  const rows = members.map(({ address, endpoint }, at): Row => {
    const lie = liars.value.find(({ node }) => node.address === address);
    const told = endpoint === "" ? undefined : nodes.value.get(nodeUrl(endpoint, "v1", "keys").toString());
    const said = saidOf(told, { lied: lie !== undefined, serves: endpoint !== "" });
    return { address, name: nameOf(endpoint, at), told, lie, said };
  });
  return (
    <section class="panel" aria-labelledby="nodes-title">
      <div class="panel-head">
        <h2 id="nodes-title">Key nodes</h2>
        <span class="status-badge">
          {threshold} of {members.length} make a key
        </span>
      </div>
      <Drawing rows={rows} />
      <ul class="nodes" aria-label="Key nodes">
        {rows.map((row) => (
          <NodeRow key={row.address} row={row} from={from} />
        ))}
      </ul>
    </section>
  );
}

type Row = {
  address: Hex;
  name: string;
  told: NodeTold | undefined;
  lie: SignedFalsehood | undefined;
  said: string;
};

const nameOf = (endpoint: string, at: number) =>
  URL.canParse(endpoint) ? new URL(endpoint).host : `Place ${at + 1}`;

function NodeRow({ row: { address, name, told, lie, said }, from }: { row: Row; from: Deployment }) {
  return (
    <li class="node">
      <span class={`dot ${toneOf(told, lie)}`} aria-hidden="true" />
      <span class="node-name" title={address}>
        {name} <span class="mono hint-inline">{short(address)}</span>
      </span>
      <span class="node-said">{said}</span>
      {lie && <ReportLie lie={lie} from={from} />}
    </li>
  );
}

const toneOf = (told: NodeTold | undefined, lie: SignedFalsehood | undefined): string => {
  if (lie || told?.state === "down") return "is-bad";
  return told?.state === "answered" ? "is-good" : "";
};

const [STEP, HEIGHT, LEAST] = [28, 44, 6];

/** A bar for each node, as high as it took long; the list says the same in words. */
function Drawing({ rows }: { rows: readonly Row[] }) {
  const msOf = ({ told }: Row) => (told && "ms" in told ? told.ms : 0);
  const slowest = Math.max(1, ...rows.map(msOf));
  return (
    <svg
      class="node-drawing"
      viewBox={`0 0 ${STEP * Math.max(rows.length, 8)} ${HEIGHT + 2}`}
      aria-hidden="true"
    >
      {rows.map((row, at) => {
        const isDown = row.told?.state === "down";
        const height = isDown ? HEIGHT - 2 : LEAST + ((HEIGHT - LEAST) * msOf(row)) / slowest;
        return (
          <rect
            key={row.address}
            class={`is-${row.lie ? "lie" : (row.told?.state ?? "spared")}`}
            x={STEP * at + 2}
            y={HEIGHT + 1 - height}
            width={STEP - 8}
            height={height}
            rx={3}
          />
        );
      })}
    </svg>
  );
}
