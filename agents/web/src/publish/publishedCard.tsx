// SPDX-License-Identifier: GPL-3.0-or-later
import { useSignal } from "@preact/signals";
import type { Publishing } from "./publishing.ts";

type PublishedCardProps = { published: Publishing & { step: "done" } };

/** The work's link, which holds the key of a private one. */
export function PublishedCard({ published: { path, copies, failures } }: PublishedCardProps) {
  const said = useSignal("Copy the link");
  const link = `${location.origin}${path}`;
  const copy = () =>
    navigator.clipboard.writeText(link).then(
      () => {
        said.value = "Copied";
      },
      () => {
        said.value = "Select the link, and copy it";
      },
    );
  return (
    <div class="published">
      <p>
        <span class="dot is-good" aria-hidden="true" /> Published, on {copies}{" "}
        {copies === 1 ? "edge" : "edges"}.
      </p>
      <input type="text" class="mono" readOnly value={link} aria-label="Link of the work" onFocus={select} />
      {path.includes("#") && (
        <p class="hint">
          Whoever has this link can play the work: its key stands behind the #, which no browser sends to a
          server. The same file, published again by you, gives the same link.
        </p>
      )}
      {failures.map((failure) => (
        <p key={failure} class="hint is-warning">
          No copy on {failure}
        </p>
      ))}
      <div class="actions">
        <a class="button" href={path}>
          Open the work
        </a>
        <button type="button" class="button is-quiet" onClick={copy}>
          {said.value}
        </button>
      </div>
    </div>
  );
}

const select = ({ currentTarget }: { currentTarget: HTMLInputElement }) => currentTarget.select();
