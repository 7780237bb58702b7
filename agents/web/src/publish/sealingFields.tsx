// SPDX-License-Identifier: GPL-3.0-or-later
import type { Hex } from "viem";
import { PolicyFields } from "../access/policyFields.tsx";
import { short } from "../format.ts";
import { ProblemCard } from "../ui/notice.tsx";
import type { Choice, Sealing } from "./sealing.ts";

/** Who keeps the keys of a new work: its link alone, or a committee, which gives them to whom a policy lets in. */
export function SealingFields({ sealing }: { sealing: Sealing }) {
  const { choices, chosen, draft, faults, said } = sealing;
  if (choices.value.state === "failed")
    return <ProblemCard problem={choices.value.problem} onAgain={sealing.look} />;
  const known = choices.value.state === "ready" ? choices.value.value : [];
  const committee = known.find(({ id }) => id === chosen.value);
  return (
    <>
      <label class="field">
        <span class="field-label">Who keeps the keys</span>
        <select
          value={chosen.value ?? ""}
          onChange={({ currentTarget: { value } }) => {
            chosen.value = value === "" ? undefined : (value as Hex);
          }}
        >
          <option value="">Nobody: the key stands in the work's link</option>
          {known.map((one) => (
            <option key={one.id} value={one.id}>
              {nameOf(one)}
            </option>
          ))}
        </select>
        <span class="hint">
          {choices.value.state === "loading" ? "Reading the committees of key nodes…" : hintOf(committee)}
        </span>
      </label>
      {committee && (
        <PolicyFields
          draft={draft.value}
          faults={faults.value}
          onChange={(changed) => {
            draft.value = changed;
            said.value = undefined;
          }}
        />
      )}
      {committee && (
        <div class="preview">
          <button type="button" class="button is-quiet" onClick={() => sealing.preview().catch(sealing.look)}>
            Say it in words
          </button>
          {said.value && (
            <p class="is-wrapping">
              <strong>Who gets in:</strong> {said.value}.
            </p>
          )}
          <p class="hint">
            The policy is set after the upload; until then nobody gets a key. The studio changes it, and tries
            addresses.
          </p>
        </div>
      )}
    </>
  );
}

const nameOf = ({ id, threshold, members, owner }: Choice) =>
  `${threshold} of ${members} key nodes, committee ${short(id)} of ${short(owner)}`;

function hintOf(committee: Choice | undefined): string {
  if (!committee) return "Whoever has the link may watch.";
  const { threshold, members, reached } = committee;
  if (reached < threshold)
    return `Viewers on this page reach ${reached} of its ${members} nodes, and a key needs ${threshold}: it plays elsewhere alone.`;
  return `Any ${threshold} of its ${members} nodes together give a key to whom the policy lets in; fewer learn nothing.`;
}
