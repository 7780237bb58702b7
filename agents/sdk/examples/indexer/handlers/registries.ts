// SPDX-License-Identifier: MIT
import type { Handlers } from "../events.ts";
import { change } from "../store.ts";
import { emptyRow } from "../tables.ts";

export const contents = {
  ContentRegistered: (store, { args: { contentId, publisher, payee, ratePerSecond, live } }) =>
    change(store, "content", contentId, () => ({ publisher, payee, ratePerSecond, live })),
  Republished: (store, { args: { contentId, generation } }) =>
    change(store, "content", contentId, () => ({ generation: BigInt(generation) })),
  RootChanged: (store, { args: { contentId, root, leafCount, byteCount } }) =>
    change(store, "content", contentId, () => ({ root, leafCount, byteCount })),
  LiveEnded: (store, { args: { contentId } }) => change(store, "content", contentId, () => ({ live: false })),
} satisfies Handlers<"ContentRegistry">;

export const operators = {
  Registered: (store, { args: { operator, role, region, endpoint, bond } }) =>
    change(store, "operator", operator, () => ({ role: BigInt(role), region, endpoint, bond })),
  BondAdded: (store, { args: { operator, amount } }) =>
    change(store, "operator", operator, ({ bond }) => ({ bond: bond + amount })),
  Updated: (store, { args: { operator, region, endpoint } }) =>
    change(store, "operator", operator, () => ({ region, endpoint })),
  UnbondStarted: (store, { args: { operator, withdrawableAt } }) =>
    change(store, "operator", operator, () => ({ withdrawableAt: BigInt(withdrawableAt) })),
  BondWithdrawn: (store, { args: { operator } }) =>
    change(store, "operator", operator, () => emptyRow("operator")),
  Slashed: (store, { args: { operator } }) =>
    change(store, "operator", operator, () => ({ ...emptyRow("operator"), slashed: true })),
} satisfies Handlers<"OperatorRegistry">;
