// SPDX-License-Identifier: GPL-3.0-or-later
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { describePolicy } from "../../../sdk/access/describePolicy.ts";
import { getPolicy } from "../../../sdk/access/getPolicy.ts";
import { type Deployment, readerOf } from "../deployment.ts";
import type { Listed } from "../works.ts";
import type { Watching } from "./watching.ts";

type AccessLineProps = { work: Listed; from: Deployment; liars: Watching["liars"] };

/** Who may have the keys of a sealed work, as its policy on chain says, and which key nodes lied. */
export function AccessLine({ work, from, liars }: AccessLineProps) {
  const words = useSignal("");
  useEffect(() => {
    const { contentId } = work;
    getPolicy(readerOf(from), { contentId, rendition: 0n }).then(
      (terms) => {
        words.value = describePolicy(terms, { streamToken: from.addresses.streamToken });
      },
      () => {},
    );
  }, [work.contentId]);
  return (
    <>
      {words.value && <p class="hint">Key nodes keep this work's keys. Who gets them: {words.value}.</p>}
      {liars.value.map(({ node }) => (
        <p key={node.address} class="hint is-warning">
          The key node at {node.endpoint} signed a false answer. The key came from the others.
        </p>
      ))}
    </>
  );
}
