// SPDX-License-Identifier: GPL-3.0-or-later
// One work on its way from this computer to the edges: what is shown as a signal, and what a person may do as methods.
import { signal } from "@preact/signals";
import { signMessage } from "viem/actions";
import type { Payee } from "../../../sdk/chain/payee.ts";
import { register } from "../../../sdk/content/register.ts";
import type { Edge } from "../../../sdk/content/requestChunk.ts";
import { creatorSecret } from "../../../sdk/encryption/creatorKeys.ts";
import { keyHash } from "../../../sdk/encryption/keyProvider.ts";
import { type PublishProgress, publishWork } from "../../../sdk/publishing/publishWork.ts";
import type { SealTo } from "../../../sdk/publishing/sealManifest.ts";
import type { Composed } from "../access/draft.ts";
import { setPolicyOf } from "../access/setPolicy.ts";
import type { Deployment } from "../deployment.ts";
import { type Problem, problemOf } from "../sentences.ts";
import { fillGas } from "../wallet/connect.ts";
import type { Wallet } from "../wallet/wallet.ts";
import { type ChosenFile, mediaOf } from "./chosenFile.ts";
import { createHashing } from "./hashing.ts";
import { WHILE_PUBLISHING } from "./publishProblems.ts";

/** What the creator asks for. */
export type Terms = {
  title: string;
  durationSec: number;
  ratePerSecondWei: bigint;
  payee: Payee;
  /** Encrypted: plays by its link, and by its committee. */
  isPrivate: boolean;
  /** Who keeps the keys, and for whom; undefined for keys in the link alone. */
  sealing: { committee: SealTo; policy: Composed } | undefined;
};

/** `share`: how much of the step is done, from 0 to 1; undefined where nobody knows. */
export type Publishing =
  | { step: "form" }
  | { step: "working"; what: string; share?: number | undefined }
  | { step: "done"; path: string; copies: number; failures: readonly string[] }
  | { step: "failed"; problem: Problem };

/** @param sources Where works come from; a work goes to the edges among them. */
export function createPublishing(from: Deployment, sources: readonly Edge[]) {
  const edges = sources.filter(({ isMirror }) => !isMirror);
  const state = signal<Publishing>({ step: "form" });
  let stopping = new AbortController();
  const say = (what: string, share?: number) => {
    state.value = { step: "working", what, share };
  };

  async function publish(
    wallet: Wallet,
    chosen: ChosenFile,
    terms: Terms,
    signal: AbortSignal,
  ): Promise<void> {
    const media = mediaOf(chosen, terms);
    const { sealing } = terms;
    await fillGas(from, wallet, say);
    let secret: Uint8Array | undefined;
    if (terms.isPrivate) {
      say(wallet.asks("Making the work's key", "sign the message that the keys follow from"));
      secret = await creatorSecret((message) => signMessage(wallet.client, { message }));
    }
    const hashing = createHashing();
    let chunks = 0;
    try {
      const { contentId, workKey, stored, failures } = await publishWork(wallet.client, {
        ...{ ...terms, media, secret, edges, hashing, signal, publisher: wallet.address },
        committee: sealing?.committee,
        register: (work) => register.sync(wallet.client, work),
        onProgress(progress) {
          if (progress.stage === "hash") chunks = progress.total;
          const { encryption } = media.manifest;
          say(...progressOf(progress, { wallet, edgeCount: edges.length, chunks, encryption }));
        },
      });
      if (sealing) await setPolicyOf(wallet, contentId, sealing.policy, say);
      // a sealed work's link is for all whom the policy lets in, and holds no key
      const path = `/watch/${contentId}${workKey && !sealing ? keyHash(workKey) : ""}`;
      const refused = failures.map(({ edge, reason }) => `${new URL(edge.endpoint).host}: ${reason}`);
      state.value = { step: "done", path, copies: stored.length, failures: refused };
    } finally {
      hashing.stop();
    }
  }

  return {
    state,
    async start(wallet: Wallet, chosen: ChosenFile, terms: Terms): Promise<void> {
      stopping = new AbortController();
      const { signal } = stopping;
      say("Reading the file…");
      await publish(wallet, chosen, terms, signal).catch((error) => {
        state.value = signal.aborted
          ? { step: "form" }
          : { step: "failed", problem: problemOf(error, WHILE_PUBLISHING) };
      });
    },
    stop: () => stopping.abort(new DOMException("the creator stopped", "AbortError")),
    again() {
      state.value = { step: "form" };
    },
  };
}

type Known = {
  wallet: Pick<Wallet, "asks">;
  edgeCount: number;
  /** Chunks of the work; each edge gets all. */
  chunks: number;
  encryption: string;
};

/** What is waited for, and how much of it is done. */
export function progressOf(
  progress: PublishProgress,
  { wallet, edgeCount, chunks, encryption }: Known,
): [what: string, share?: number] {
  switch (progress.stage) {
    case "read":
      return ["Reading the file…", progress.done / progress.total];
    case "hash": {
      const doing = encryption === "none" ? "Hashing" : "Encrypting and hashing";
      return [`${doing} chunk ${progress.done} of ${progress.total}…`, progress.done / progress.total];
    }
    case "register":
      return [wallet.asks("Registering the work on chain", "send the transaction")];
    case "final":
      return ["Waiting until the registration is final on chain…"];
    case "upload": {
      const total = chunks * edgeCount;
      const whereTo = `${edgeCount} ${edgeCount === 1 ? "edge" : "edges"}`;
      return [`Sent chunk ${progress.sent} of ${total} to ${whereTo}…`, progress.sent / total];
    }
  }
}
