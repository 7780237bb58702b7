// SPDX-License-Identifier: GPL-3.0-or-later
import { useSignal } from "@preact/signals";
import type { Hex } from "viem";
import type { Deployment } from "../deployment.ts";
import { short } from "../format.ts";
import { TextField } from "../publish/textField.tsx";
import { type Problem, problemOf } from "../sentences.ts";
import { ProblemCard } from "../ui/notice.tsx";
import { wallet } from "../wallet/wallet.ts";
import { addressesIn } from "./draft.ts";
import { listFile } from "./lists.ts";
import { type Tried, tryOut, type Written, withoutTwice } from "./trial.ts";
import type { Verdict } from "./verdict.ts";

type PreviewProps = { from: Deployment; contentId: Hex; written: Written };

const VERDICTS: Record<Verdict, { word: string; tone: string }> = {
  in: { word: "Gets in", tone: "is-good" },
  pays: { word: "Gets in by paying as it plays", tone: "is-good" },
  out: { word: "Does not get in", tone: "is-bad" },
};
const MOST_TRIED = 20;

/** What a policy says before it is set, and whom it would let in now, as the chain answers. */
export function Preview({ from, contentId, written }: PreviewProps) {
  const text = useSignal("");
  const fault = useSignal<string | undefined>(undefined);
  const tried = useSignal<readonly Tried[] | Problem | "asking" | undefined>(undefined);
  const own = wallet.value?.address;

  async function look(): Promise<void> {
    const others = text.value.trim() === "" && own ? { value: [] } : addressesIn(text.value, MOST_TRIED);
    fault.value = "fault" in others ? others.fault : undefined;
    if ("fault" in others) return;
    tried.value = "asking";
    const accounts = withoutTwice([...(own ? [own] : []), ...others.value]);
    tried.value = await tryOut(from, contentId, written, accounts).catch((error) => problemOf(error));
  }

  const found = tried.value;
  return (
    <section class="preview" aria-label="Preview">
      <p class="is-wrapping">
        <strong>Who gets in:</strong> {written.said}.
      </p>
      {written.lists.map((list) => (
        <ListLink key={list.root} list={list} />
      ))}
      <TextField
        isLong
        label="Try addresses"
        hint={own ? "Your own is tried too." : "Paste some, one a line."}
        value={text.value}
        fault={fault.value}
        onInput={(typed) => {
          text.value = typed;
        }}
      />
      <button type="button" class="button is-quiet" disabled={found === "asking"} onClick={look}>
        {found === "asking" ? "Asking the chain…" : "Try them on the chain"}
      </button>
      {found !== undefined && found !== "asking" && "title" in found && (
        <ProblemCard problem={found} onAgain={look} />
      )}
      {Array.isArray(found) && (
        <ul class="tried" aria-label="Who gets in">
          {(found as readonly Tried[]).map(({ account, verdict, because }) => (
            <li key={account}>
              <span class={`dot ${VERDICTS[verdict].tone}`} aria-hidden="true" />
              <span>
                <strong>{VERDICTS[verdict].word}</strong>:{" "}
                <span class="mono" title={account}>
                  {short(account)}
                </span>
                {account === own && ", you"}
              </span>
              {verdict !== "in" && <span class="hint is-wrapping">{because}</span>}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function ListLink({ list }: { list: Written["lists"][number] }) {
  const save = () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(listFile(list));
    link.download = `list-${list.root.slice(2, 10)}.json`;
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return (
    <p>
      <button type="button" class="button is-quiet" onClick={save}>
        Save the list of {list.accounts.length}
      </button>
      <span class="hint">
        Its root is{" "}
        <span class="mono" title={list.root}>
          {short(list.root)}
        </span>
        . Viewers choose this file to show that they stand on it.
      </span>
    </p>
  );
}
