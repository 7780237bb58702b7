// SPDX-License-Identifier: GPL-3.0-or-later
import { type Signal, useSignal } from "@preact/signals";
import { type Draft, emptyPart, type Faults } from "../access/draft.ts";
import { PolicyFields } from "../access/policyFields.tsx";
import { Preview } from "../access/preview.tsx";
import { setPolicyOf } from "../access/setPolicy.ts";
import { type Written, write } from "../access/trial.ts";
import type { Deployment, Loaded } from "../deployment.ts";
import type { About } from "../manifests.ts";
import { type Problem, problemOf, type Told } from "../sentences.ts";
import { ProblemCard } from "../ui/notice.tsx";
import { fillGas, walletOrChoice } from "../wallet/connect.ts";
import type { Listed } from "../works.ts";

type ChangePolicyProps = {
  from: Deployment;
  work: Listed;
  about: Signal<Loaded<About>>;
  onSet: (said: string) => void;
};

type State = { step: "form"; problem?: Problem; said?: string } | { step: "working"; what: string };

/** A work's policy, and the form for another: nothing is sent before its preview was seen. */
export function ChangePolicy({ from, work, about, onSet }: ChangePolicyProps) {
  const draft = useSignal<Draft>({ rule: "anyOf", parts: [emptyPart()] });
  const faults = useSignal<Faults>({});
  const written = useSignal<Written | undefined>(undefined);
  const state = useSignal<State>({ step: "form" });
  const known = about.value.state === "ready" ? about.value.value : undefined;
  if (!known) return <p class="hint">Reading what this work is…</p>;
  if (!known.committee)
    return (
      <p class="hint">
        {known.isEncrypted
          ? "This work's key stands in its link: whoever has the link may watch. A policy decides about works that are sealed to a committee."
          : "This work is not encrypted: everybody may watch. A policy decides about works that are sealed to a committee."}
      </p>
    );

  const fail = (error: unknown) => {
    state.value = { step: "form", problem: problemOf(error, WHILE_SETTING) };
  };
  const say = (what: string) => {
    state.value = { step: "working", what };
  };

  async function preview(): Promise<void> {
    say("Reading the chain…");
    try {
      const read = await write(from, draft.value);
      faults.value = "faults" in read ? read.faults : {};
      written.value = "value" in read ? read.value : undefined;
      state.value = { step: "form" };
    } catch (error) {
      fail(error);
    }
  }

  async function set(chosen: Written): Promise<void> {
    const account = walletOrChoice(from);
    if (!account) return;
    try {
      await fillGas(from, account, say);
      await setPolicyOf(account, work.contentId, chosen, say);
      written.value = undefined;
      state.value = { step: "form", said: "The policy is set." };
      onSet(`The policy is set. Who gets in: ${chosen.said}.`);
      const { value } = about;
      if (value.state === "ready")
        about.value = { ...value, value: { ...value.value, whoMayWatch: chosen.said } };
    } catch (error) {
      fail(error);
    }
  }

  const { value } = state;
  return (
    <div class="change" aria-busy={value.step === "working"}>
      <p class="is-wrapping">
        <strong>Now:</strong> {known.whoMayWatch}.
      </p>
      <PolicyFields
        draft={draft.value}
        faults={faults.value}
        onChange={(changed) => {
          draft.value = changed;
          // what was previewed is another policy
          written.value = undefined;
          state.value = { step: "form" };
        }}
      />
      {!written.value && (
        <button type="button" class="button" disabled={value.step === "working"} onClick={preview}>
          Preview who gets in
        </button>
      )}
      {written.value && (
        <>
          <Preview from={from} contentId={work.contentId} written={written.value} />
          <p class="hint">
            {written.value.offers.length > 0
              ? "The price and the policy are set by a transaction each."
              : "The policy is set by one transaction."}{" "}
            Keys that were given stay given. Key nodes see the change some blocks later.
          </p>
          <button
            type="button"
            class="button"
            disabled={value.step === "working"}
            onClick={() => set(written.value!)}
          >
            Set this policy
          </button>
        </>
      )}
      {value.step === "working" && (
        <p class="publish-step">
          <span class="spinner" aria-hidden="true" />
          {value.what}
        </p>
      )}
      {value.step === "form" && value.said && (
        <p>
          <span class="dot is-good" aria-hidden="true" /> {value.said}
        </p>
      )}
      {value.step === "form" && value.problem && <ProblemCard problem={value.problem} />}
    </div>
  );
}

const WHILE_SETTING: Told = {
  UserRejected: () => ({
    title: "You said no in the wallet",
    text: "The policy is as it was. Set it again when you want to go on, and confirm in the wallet.",
    remedy: "none",
  }),
  GasUnaffordable: () => ({
    title: "There is no ether for gas",
    text: "A policy is set by a transaction, and its gas costs a little ether. The policy is as it was.",
    remedy: "none",
  }),
  TransactionReplaced: () => ({
    title: "The change was cancelled",
    text: "The wallet sent another transaction in its place. The policy is as it was.",
    remedy: "none",
  }),
  TransactionPending: () => ({
    title: "The change is not mined yet",
    text: "The transaction is sent and may be mined later. Load the page again to see which policy holds.",
    remedy: "none",
  }),
};
