// SPDX-License-Identifier: GPL-3.0-or-later
import { useSignal } from "@preact/signals";
import { MOST_COMMENT } from "../../../sdk/interactions/readComments.ts";
import { short } from "../format.ts";
import type { PartProps } from "./opinions.ts";

/** The comments on a work. One is shown once the state that has it is final: until then it is the sequencer's word. */
export function Comments({ opinions, read: { thread, comments } }: PartProps) {
  const text = useSignal("");
  const sent = useSignal(false);
  const shown = thread.comments.filter(({ text, isFinal }) => isFinal && text !== undefined);
  const posted = 1 + (thread.comments[0]?.place ?? -1);
  const waiting = comments - posted + thread.comments.filter(({ isFinal }) => !isFinal).length;
  async function send(event: Event): Promise<void> {
    event.preventDefault();
    const said = text.value.trim();
    if (said === "" || !(await opinions.act({ kind: "comment", work: opinions.work, text: said }))) return;
    text.value = "";
    sent.value = true;
  }
  const isBusy = typeof opinions.doing.value === "string";
  return (
    <section class="comments" aria-labelledby="comments-title">
      <h2 id="comments-title">Comments</h2>
      <form class="field" onSubmit={send}>
        <label for="comment">Say something about the work</label>
        <textarea
          id="comment"
          rows={2}
          maxLength={MOST_COMMENT}
          value={text.value}
          onInput={({ currentTarget }) => {
            text.value = currentTarget.value;
            sent.value = false;
          }}
        />
        <button type="submit" class="button is-quiet" disabled={isBusy || text.value.trim() === ""}>
          Comment
        </button>
      </form>
      <output class="hint">
        {sent.value && "The sequencer has your comment. "}
        {waiting > 0 &&
          `${waiting === 1 ? "One comment waits" : `${waiting} comments wait`} until the state is final.`}
      </output>
      {shown.length === 0 && waiting === 0 && <p class="hint">Nobody has commented yet.</p>}
      <ul class="comment-list" aria-label="Comments">
        {shown.map(({ place, account, text }) => (
          <li key={place} class="comment">
            <span class="mono hint-inline" title={account}>
              {short(account)}
            </span>
            <p>{text}</p>
          </li>
        ))}
      </ul>
      {thread.next !== undefined && (
        <button type="button" class="button is-quiet" onClick={opinions.more}>
          Older comments
        </button>
      )}
    </section>
  );
}
