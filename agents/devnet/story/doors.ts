// SPDX-License-Identifier: GPL-3.0-or-later
import type { Address, LocalAccount } from "viem";
import type { AllowList } from "../../sdk/access/allowList.ts";
import type { Shown } from "../../sdk/access/encodeEvidence.ts";
import {
  type AccessTerms,
  allOf,
  allowListPolicy,
  anyOf,
  collaboratorPolicy,
  erc20Policy,
  erc721Policy,
  erc1155Policy,
  freePolicy,
  not,
  purchasePolicy,
  seatPolicy,
  streamPolicy,
} from "../../sdk/access/terms.ts";
import type { KeyDelegation } from "../../sdk/encryption/keyRequest.ts";
import { rateOf } from "../../sdk/streams/rate.ts";
import { EDITION, RENTAL } from "./buying.ts";
import { BADGES } from "./collecting.ts";

/** Who asks key nodes for keys. */
export type Asker = {
  name: string;
  viewer: Address;
  signer: LocalAccount;
  delegation?: KeyDelegation | undefined;
  shown: Shown;
};

/**
 * Iris streams, sits in the pool, buys, and is named; Pia owns the position of Iris's stream and enough badges, of
 * which Iris has too few; Otto has nothing, and shows all that Iris shows; what he
 * was given for a second is over. A television asks in the name of Iris, whose word for the old one is over.
 */
export type Askers = Record<"iris" | "pia" | "otto" | "late" | "television" | "oldTelevision", Asker>;

/** A policy of one rendition, undefined for none; who is to get its key, and who is not. */
export type Door = { terms: AccessTerms | undefined; letIn: readonly Asker[]; keptOut: readonly Asker[] };

const HELD_WEI = 10n ** 18n;

/** One door for each kind of policy that needs no receipt of a sequencer; a rendition's place is its door's. */
export function doorsOf(
  { iris, pia, otto, late, television, oldTelevision }: Askers,
  {
    positions,
    badges,
    ratePerSecondWei,
    list,
  }: { positions: Address; badges: Address; ratePerSecondWei: bigint; list: Pick<AllowList, "root"> },
): Door[] {
  const rate = rateOf({ amountWei: ratePerSecondWei, perSeconds: 1 });
  const [holds, owns, listed] = [
    erc20Policy({ minimumWei: HELD_WEI }),
    erc721Policy({ collection: positions }),
    allowListPolicy(list),
  ];
  return [
    { terms: freePolicy(), letIn: [iris, otto], keptOut: [] },
    { terms: undefined, letIn: [], keptOut: [iris, otto] },
    { terms: streamPolicy({ rate }), letIn: [iris], keptOut: [otto] },
    { terms: seatPolicy({ rate }), letIn: [iris], keptOut: [otto] },
    { terms: purchasePolicy({ edition: EDITION }), letIn: [iris], keptOut: [otto] },
    { terms: purchasePolicy({ edition: RENTAL }), letIn: [iris], keptOut: [late] },
    { terms: holds, letIn: [iris], keptOut: [otto] },
    { terms: owns, letIn: [pia], keptOut: [otto] },
    { terms: erc1155Policy({ collection: badges, ...BADGES }), letIn: [pia], keptOut: [iris, otto] },
    { terms: listed, letIn: [iris], keptOut: [otto] },
    {
      terms: collaboratorPolicy(iris.viewer),
      letIn: [iris, television],
      keptOut: [otto, oldTelevision],
    },
    { terms: allOf(holds, listed), letIn: [iris], keptOut: [pia] },
    { terms: anyOf(holds, owns), letIn: [iris, pia], keptOut: [otto] },
    { terms: not(collaboratorPolicy(otto.viewer)), letIn: [iris], keptOut: [otto] },
  ];
}
