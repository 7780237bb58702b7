// SPDX-License-Identifier: GPL-3.0-or-later
// Where a work's keys come from: the link, or the committee that the work is sealed to.
import type { Hex } from "viem";
import type { PaymentSession } from "../../../sdk/channels/paymentSession.ts";
import type { SignedFalsehood } from "../../../sdk/encryption/gatherKey.ts";
import { type KeyProvider, keyInLink, linkKeys } from "../../../sdk/encryption/keyProvider.ts";
import { KeysMissing } from "../../../sdk/player/playerErrors.ts";
import type { Deployment } from "../deployment.ts";
import type { Wallet } from "../wallet/wallet.ts";
import type { NodeTold } from "./nodes.ts";
import type { Opened } from "./session.ts";

/** What a work's keys take. */
export type Sealing = { isEncrypted: boolean; committee: Hex | undefined };

/** The session that pays, and the keys that it pays for. */
export type Source = { session: Pick<PaymentSession, "pay" | "paidWei">; keys?: KeyProvider | undefined };

/** Throws unless the work's keys can be had: to be asked before money moves. */
export function requireKeys({ isEncrypted, committee }: Sealing): void {
  if (isEncrypted && !committee && !keyInLink(location.hash)) throw new KeysMissing();
}

export type KeySourceParameters = {
  work: Sealing;
  from: Deployment;
  payer: Wallet | undefined;
  opened: Opened | undefined;
  /** What pays where no period has to be paid. */
  session: Source["session"];
  /** A signature is waited for. */
  onWait: (what: string) => void;
  onLiar: (lie: SignedFalsehood) => void;
  /** A key node was asked, or something came of it. */
  onNode: (url: string, told: NodeTold) => void;
};

/** A key in the link spares the committee, and the code that asks it. */
export async function keySourceOf(parameters: KeySourceParameters): Promise<Source> {
  const { work, session } = parameters;
  const key = keyInLink(location.hash);
  if (key) return { session, keys: linkKeys(key) };
  if (!work.isEncrypted || !work.committee) return { session };
  const { committeeSourceOf } = await import("./committeeSource.ts");
  return committeeSourceOf(parameters, work.committee);
}
