// SPDX-License-Identifier: GPL-3.0-or-later
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { newCodes } from "./person.ts";

/** Recovery codes, shown this once, until the person says that they are kept. */
export function RecoveryPanel({ codes }: { codes: readonly string[] }) {
  const areKept = useSignal(false);
  const said = useSignal("");
  const title = useRef<HTMLHeadingElement>(null);
  const text = `${codes.join("\n")}\n`;
  useEffect(() => {
    areKept.value = false;
    title.current?.focus();
    const stay = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", stay);
    return () => removeEventListener("beforeunload", stay);
  }, [codes]);
  const copy = async () => {
    const outcome = navigator.clipboard.writeText(text).then(
      () => "Copied. Paste them where you keep passwords.",
      () => "The browser did not let the page copy. Download them, or write them down.",
    );
    said.value = await outcome;
  };
  const download = () => {
    const url = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
    Object.assign(document.createElement("a"), {
      href: url,
      download: "tributary-recovery-codes.txt",
    }).click();
    URL.revokeObjectURL(url);
  };
  return (
    <section class="panel recovery" aria-labelledby="codes-title">
      <h2 id="codes-title" ref={title} tabIndex={-1}>
        Keep these recovery codes
      </h2>
      <p>
        They are shown this once. When a device is lost, the wallet and one of them let you in; each counts
        once. Former codes count no more.
      </p>
      <ol class="codes mono">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div class="actions">
        <button type="button" class="button is-quiet" onClick={copy}>
          Copy
        </button>
        <button type="button" class="button is-quiet" onClick={download}>
          Download
        </button>
      </div>
      <output class="hint">{said.value}</output>
      <label class="tick">
        <input
          type="checkbox"
          checked={areKept.value}
          onChange={({ currentTarget }) => {
            areKept.value = currentTarget.checked;
          }}
        />
        I have kept them where I find them without this device
      </label>
      <button
        type="button"
        class="button"
        disabled={!areKept.value}
        onClick={() => {
          newCodes.value = undefined;
        }}
      >
        Hide them
      </button>
    </section>
  );
}
