// SPDX-License-Identifier: GPL-3.0-or-later
// The keys of a work that is sealed to a committee, and what they cost.
import type { Hex, LocalAccount } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { accessEvidence } from "../../../sdk/access/accessEvidence.ts";
import { signAccessDelegation } from "../../../sdk/access/delegation.ts";
import { periodPayments } from "../../../sdk/channels/periodPayments.ts";
import { committeeKeys } from "../../../sdk/encryption/committeeKeys.ts";
import type { KeyDelegation } from "../../../sdk/encryption/keyRequest.ts";
import { keptPath } from "../access/lists.ts";
import { readerOf } from "../deployment.ts";
import type { KeySourceParameters, Source } from "./keySource.ts";
import { tellingFetch } from "./nodes.ts";

/** Keys from key nodes, each period's once the periods before are paid. */
export async function committeeSourceOf(parameters: KeySourceParameters, committee: Hex): Promise<Source> {
  const { from, opened, session, onLiar, onNode } = parameters;
  const client = readerOf(from);
  const asker = await askerOf(parameters);
  const payments =
    opened &&
    periodPayments({
      ...opened.stored,
      session: opened.session,
      sequencerUrl: from.urls.sequencer,
      sessionAccount: privateKeyToAccount(opened.stored.sessionKey),
    });
  const shown = { pathOf: (root: Hex) => keptPath(root, asker.viewer) };
  const evidence = accessEvidence(client, { viewer: asker.viewer, receiptOf: payments?.receiptOf, shown });
  const clock = {
    fetch: (...asked: Parameters<typeof fetch>) => fetch(...asked),
    now: () => performance.now(),
  };
  const asking = { ...asker, evidence, onLiar, fetch: tellingFetch(onNode, clock) };
  const keys = committeeKeys({ client, committee, ...asking });
  return { session: payments?.paymentSession ?? session, keys };
}

/** The viewer's word for the page's key counts so long. */
const DELEGATED_SEC = 7 * 86_400;

type Asker = { viewer: Hex; signer: LocalAccount; delegation?: KeyDelegation };

/** A wallet signs once for a key of this page, which then asks; a key of the browser asks by itself. */
async function askerOf({ payer, opened, onWait }: KeySourceParameters): Promise<Asker> {
  if (!payer) {
    const nobody = privateKeyToAccount(generatePrivateKey());
    return { viewer: nobody.address, signer: nobody };
  }
  const viewer = payer.address;
  const { account } = payer.client;
  if (account?.type === "local") return { viewer, signer: account as LocalAccount };
  const signer = privateKeyToAccount(opened?.stored.sessionKey ?? generatePrivateKey());
  onWait(payer.asks("Letting this page ask for keys", "sign the message"));
  const expiresAt = Math.floor(Date.now() / 1_000) + DELEGATED_SEC;
  const asked = { delegate: signer.address, expiresAt };
  return { viewer, signer, delegation: await signAccessDelegation(payer.client, asked) };
}
