// SPDX-License-Identifier: MIT
import { zeroAddress } from "viem";
import type { Handlers } from "../events.ts";
import { change, idOf } from "../store.ts";

export const stream = {
  async Transfer(store, { args: { from, to, amount } }) {
    // what comes from zero is minted, and what goes there is burned
    if (from !== zeroAddress)
      await change(store, "balance", from, (row) => ({ amount: row.amount - amount }));
    if (to !== zeroAddress) await change(store, "balance", to, (row) => ({ amount: row.amount + amount }));
  },
} satisfies Handlers<"StreamToken">;

export const positions = {
  // a sold position stays restricted
  Transfer: (store, { args: { to, id } }) =>
    change(store, "position", idOf(id), ({ isRestricted }) => ({
      owner: to,
      isRestricted: isRestricted && to !== zeroAddress,
    })),
  Restricted: (store, { args: { positionId, restricted } }) =>
    change(store, "position", idOf(positionId), () => ({ isRestricted: restricted })),
} satisfies Handlers<"PositionToken">;
