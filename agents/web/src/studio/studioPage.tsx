// SPDX-License-Identifier: GPL-3.0-or-later
import "../styles/studio.css";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Edge } from "../../../sdk/content/requestChunk.ts";
import { type Catalogue, catalogue, loadCatalogue } from "../catalogue.ts";
import { type Deployment, type Loaded, readerOf } from "../deployment.ts";
import { problemOf } from "../sentences.ts";
import { Later } from "../ui/later.tsx";
import { Notice, ProblemCard } from "../ui/notice.tsx";
import { wallet } from "../wallet/wallet.ts";
import { CreatorPicker } from "./creatorPicker.tsx";
import { creatorsOf, EVERYONE } from "./creators.ts";
import { Earnings } from "./earnings.tsx";
import { type Ledger, readLedger } from "./ledger.ts";

const loadPublishPanel = () => import("../publish/publishPanel.tsx").then(({ PublishPanel }) => PublishPanel);
const loadPolicyPanel = () => import("./policyPanel.tsx").then(({ PolicyPanel }) => PolicyPanel);

/** What creators see: works, revenue, and who took which share. All of it is public. */
export function StudioPage({ from }: { from: Deployment }) {
  const ledger = useSignal<Loaded<Ledger>>({ state: "loading" });
  const load = () =>
    readLedger(readerOf(from)).then(
      (value) => {
        ledger.value = { state: "ready", value };
      },
      (error) => {
        ledger.value = { state: "failed", problem: problemOf(error) };
      },
    );
  useEffect(() => {
    load();
  }, [from]);
  const list = catalogue.value;
  const isPublishing = useSignal(false);
  // a list that is read anew has the same edges, and publishing goes on
  const edges = useSignal<readonly Edge[]>([]);
  if (list.state === "ready" && edges.peek().length === 0) edges.value = list.value.edges;
  return (
    <>
      <div class="studio-head">
        <h1>Studio</h1>
        {list.state === "ready" && !isPublishing.value && (
          <button
            type="button"
            class="button"
            onClick={() => {
              isPublishing.value = true;
            }}
          >
            Publish a work
          </button>
        )}
      </div>
      {list.state === "ready" && isPublishing.value && (
        <Later load={loadPublishPanel} props={{ from, edges: edges.value }} />
      )}
      {list.state === "failed" && <ProblemCard problem={list.problem} onAgain={() => loadCatalogue(from)} />}
      {ledger.value.state === "failed" && <ProblemCard problem={ledger.value.problem} onAgain={load} />}
      {(list.state === "loading" || ledger.value.state === "loading") && (
        <Notice title="Summing the chain's logs…" isBusy />
      )}
      {list.state === "ready" && ledger.value.state === "ready" && (
        <Books from={from} catalogue={list.value} ledger={ledger.value.value} onClaimed={load} />
      )}
    </>
  );
}

type BooksProps = { from: Deployment; catalogue: Catalogue; ledger: Ledger; onClaimed: () => unknown };

function Books({ from, catalogue, ledger, onClaimed }: BooksProps) {
  const own = wallet.value?.address;
  const creators = creatorsOf(catalogue.works, own);
  const chosen = useSignal<string | undefined>(undefined);
  const hasWorks = creators.some(({ address, works }) => address === own && works > 0);
  const creator = chosen.value ?? (hasWorks ? own! : EVERYONE);
  const works = catalogue.works.filter(
    ({ publisher }) => creator === EVERYONE || publisher.toLowerCase() === creator.toLowerCase(),
  );
  return (
    <>
      <CreatorPicker
        creators={creators}
        chosen={creator}
        onChoose={(address) => {
          chosen.value = address;
        }}
      />
      {works.length === 0 ? (
        <Notice title="No works yet">
          Publish one above. In the clone, <code>npx tributary publish film.mp4 --rate 0.01</code> makes a
          video into four qualities too.
        </Notice>
      ) : (
        <Earnings from={from} works={works} edges={catalogue.edges} ledger={ledger} onClaimed={onClaimed} />
      )}
      {own && hasWorks && creator === own && (
        <Later load={loadPolicyPanel} props={{ from, works, edges: catalogue.edges }} />
      )}
    </>
  );
}
