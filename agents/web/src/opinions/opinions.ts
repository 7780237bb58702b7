// SPDX-License-Identifier: GPL-3.0-or-later
// What viewers think of one work, as signals; and what the person of the wallet thinks, and may say.
import { signal } from "@preact/signals";
import type { Address } from "viem";
import { type Act, InteractionSession } from "../../../sdk/interactions/interactionSession.ts";
import type { Leaf } from "../../../sdk/interactions/leaves.ts";
import { type ReadCommentsReturnType, readComments } from "../../../sdk/interactions/readComments.ts";
import { readLeaf } from "../../../sdk/interactions/readLeaf.ts";
import type { Deployment, Loaded } from "../deployment.ts";
import { type Problem, problemOf, type Told } from "../sentences.ts";
import { actorOf, ownActor } from "../wallet/actor.ts";
import { walletOrChoice } from "../wallet/connect.ts";
import { wallet } from "../wallet/wallet.ts";
import type { Listed } from "../works.ts";

/** `own`: undefined where the wallet's account never acted. `publisher`: undefined where the publisher never did. */
export type Opinions = {
  work: Leaf<"work">;
  thread: ReadCommentsReturnType;
  comments: number;
  own: Leaf<"opinion"> | undefined;
  publisher: { actor: number; followers: number; follows: boolean } | undefined;
};

export type OfWork = ReturnType<typeof createOpinions>;
/** What a part of the panel is given. */
export type PartProps = { opinions: OfWork; read: Opinions };

export function createOpinions(work: Listed, from: Deployment) {
  const read = signal<Loaded<Opinions>>({ state: "loading" });
  /** What is under way, or what went wrong with it. */
  const doing = signal<string | Problem | undefined>(undefined);
  let session: { of: Address; value: InteractionSession } | undefined;

  const { sequencer: sequencerUrl } = from.urls;

  async function look(): Promise<void> {
    const account = wallet.value?.address;
    try {
      const value = await readOpinions(work, from, account);
      if (account !== wallet.value?.address) return;
      const { value: before } = read;
      const thread = before.state === "ready" ? withOlder(value.thread, before.value.thread) : value.thread;
      read.value = { state: "ready", value: { ...value, thread } };
    } catch (error) {
      // what was read stays: a sequencer is back in a moment
      if (read.value.state !== "ready") read.value = { state: "failed", problem: problemOf(error, TOLD) };
    }
  }

  /** Does an act in the name of the wallet's account. @returns Whether the sequencer took it. */
  async function act(what: Act): Promise<boolean> {
    const actor = walletOrChoice(from);
    if (!actor || typeof doing.value === "string") return false;
    const say = (text: string) => {
      doing.value = text;
    };
    say("Signing…");
    try {
      if (session?.of !== actor.address)
        session = {
          of: actor.address,
          value: new InteractionSession({ ...(await ownActor(from, actor, say)), sequencerUrl }),
        };
      say("Sending…");
      await session.value.send(what);
      doing.value = undefined;
      await look();
      return true;
    } catch (error) {
      doing.value = problemOf(error, TOLD);
      return false;
    }
  }

  return {
    ...{ read, doing, look, act, work: work.number },
    /** Adds the next page of comments. */
    async more(): Promise<void> {
      if (read.value.state !== "ready") return;
      const { value } = read.value;
      const { comments, next } = await readComments({
        ...{ sequencerUrl, work: work.number, before: value.thread.next },
      });
      const thread = {
        comments: [...value.thread.comments, ...comments],
        ...(next !== undefined && { next }),
      };
      read.value = { state: "ready", value: { ...value, thread } };
    },
  };
}

/** The newest page, and what was shown below it. */
function withOlder(newest: ReadCommentsReturnType, before: ReadCommentsReturnType): ReadCommentsReturnType {
  const older = before.comments.filter(({ place }) => place < (newest.next ?? 0));
  if (older.length === 0) return newest;
  return { ...before, comments: [...newest.comments, ...older] };
}

async function readOpinions(
  { number, publisher }: Listed,
  from: Deployment,
  account: Address | undefined,
): Promise<Opinions> {
  const { sequencer: sequencerUrl } = from.urls;
  const [actor, creator] = await Promise.all([account && actorOf(from, account), actorOf(from, publisher)]);
  const [work, { comments }, own, thread, followed] = await Promise.all([
    readLeaf({ sequencerUrl, kind: "work", of: [number] }),
    readLeaf({ sequencerUrl, kind: "thread", of: [number] }),
    actor === undefined ? undefined : readLeaf({ sequencerUrl, kind: "opinion", of: [actor, number] }),
    readComments({ sequencerUrl, work: number }),
    creator === undefined || creator === actor ? undefined : readFollowed(sequencerUrl, creator, actor),
  ]);
  return { work, comments, own, thread, publisher: followed };
}

async function readFollowed(sequencerUrl: string, creator: number, actor: number | undefined) {
  const [{ count }, pair] = await Promise.all([
    readLeaf({ sequencerUrl, kind: "followers", of: [creator] }),
    actor === undefined ? undefined : readLeaf({ sequencerUrl, kind: "pair", of: [actor, creator] }),
  ]);
  return { actor: creator, followers: count, follows: pair?.follows ?? false };
}

const TOLD: Told = {
  OperationRefused: ({ shortMessage }) => ({
    title: "The sequencer did not take it",
    text: `Nothing changed. It said: ${shortMessage}.`,
    remedy: "none",
  }),
  SequencerUnreachable: () => ({
    title: "The sequencer does not answer",
    text: "It keeps likes and comments until they are on chain. What was on chain stays there.",
    remedy: "again",
  }),
  UserRejected: () => ({
    title: "You said no in the wallet",
    text: "Nothing was sent. The first like or comment registers the account once; later ones ask for nothing.",
    remedy: "none",
  }),
  GasUnaffordable: () => ({
    title: "There is no ether for gas",
    text: "The first like or comment is one transaction, and its gas costs a little ether. Nothing was sent.",
    remedy: "tokens",
  }),
};
