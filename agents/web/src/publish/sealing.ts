// SPDX-License-Identifier: GPL-3.0-or-later
// Who keeps a new work's keys, and for whom: what is chosen as signals.
import { signal } from "@preact/signals";
import type { Hex } from "viem";
import { getCommittee } from "../../../sdk/committees/getCommittee.ts";
import { getCommittees } from "../../../sdk/committees/getCommittees.ts";
import { type Draft, emptyPart, type Faults } from "../access/draft.ts";
import { write } from "../access/trial.ts";
import { type Deployment, type Loaded, readerOf } from "../deployment.ts";
import { problemOf } from "../sentences.ts";
import type { Terms } from "./publishing.ts";

/** A committee that works may be sealed to. `reached`: members that this page's viewers may ask. */
export type Choice = {
  id: Hex;
  owner: Hex;
  threshold: number;
  members: number;
  reached: number;
  publicKey: { x: bigint; y: bigint };
};

/** The newest; anyone may found a committee. */
const MOST_CHOICES = 20;

export type Sealing = ReturnType<typeof createSealing>;

export function createSealing(from: Deployment) {
  const choices = signal<Loaded<readonly Choice[]>>({ state: "loading" });
  /** Undefined: the key stands in the link. */
  const chosen = signal<Hex | undefined>(undefined);
  const draft = signal<Draft>({ rule: "anyOf", parts: [emptyPart()] });
  const faults = signal<Faults>({});
  const said = signal<string | undefined>(undefined);

  async function readDraft() {
    const read = await write(from, draft.value);
    faults.value = "faults" in read ? read.faults : {};
    said.value = "value" in read ? read.value.said : undefined;
    return "value" in read ? read.value : undefined;
  }

  return {
    ...{ choices, chosen, draft, faults, said },
    async look(): Promise<void> {
      try {
        choices.value = { state: "ready", value: await readChoices(from) };
      } catch (error) {
        choices.value = { state: "failed", problem: problemOf(error) };
      }
    },
    /** Says what the policy comes to, or what is wrong with it. Rejects where the chain is silent. */
    preview: readDraft,
    /** What was chosen; undefined where the policy has faults, which then stand at their fields. */
    async read(): Promise<{ value: Terms["sealing"] } | undefined> {
      const { value } = choices;
      const committee =
        value.state === "ready" ? value.value.find(({ id }) => id === chosen.value) : undefined;
      if (!committee) return { value: undefined };
      try {
        const policy = await readDraft();
        return policy && { value: { committee, policy } };
      } catch (error) {
        choices.value = { state: "failed", problem: problemOf(error) };
        return undefined;
      }
    },
  };
}

async function readChoices(from: Deployment): Promise<Choice[]> {
  const client = readerOf(from);
  const newest = (await getCommittees(client)).slice(-MOST_CHOICES).reverse();
  const reachable = new Set(from.urls.keyholders.map(hrefOf));
  const read = await Promise.all(
    newest.map(async ({ committeeId }) => {
      // one that is still being made has no members
      const found = await getCommittee(client, { committeeId }).catch(() => undefined);
      if (!found) return [];
      const { owner, threshold, members, publicKey } = found;
      const reached = members.filter(({ endpoint }) => reachable.has(hrefOf(endpoint))).length;
      return [{ id: committeeId, owner, threshold, members: members.length, reached, publicKey }];
    }),
  );
  return read.flat();
}

const hrefOf = (url: string) => (URL.canParse(url) ? new URL(url).href : "");
