// SPDX-License-Identifier: GPL-3.0-or-later
import { DEPOSITORIES, ETH, PAYEES, SPLITS, STREAM } from "./scene.ts";
import { type Draw, silently, type World } from "./world.ts";

/** Draws operations on what streams, pools and channels have in common, and on the blocklist of a token's issuer. */
export function accountDraws(world: World): Record<string, Draw> {
  const { ledger, random } = world;

  /** Who is owed or has prepaid something, if anybody has. */
  const someone = (people: number, has: (at: number, who: number, token: number) => bigint) => {
    for (let tries = 0; tries < 30; ++tries) {
      const [at, who, token] = [random.below(DEPOSITORIES.length), random.below(people), world.token()];
      if (has(at, who, token) > 0n) return { at, who, token };
    }
    return { at: random.below(DEPOSITORIES.length), who: random.below(people), token: world.token() };
  };
  const creditor = (people = PAYEES) =>
    someone(people, (at, who, token) => ledger.owed(DEPOSITORIES[at]!, who, token));

  return {
    setBlocked: () => {
      const who = ledger.blocked.size > 1 ? random.pick([...ledger.blocked]) : world.actor();
      const isBlocked = !ledger.blocked.has(who);
      const run = silently(() => (isBlocked ? ledger.blocked.add(who) : ledger.blocked.delete(who)));
      return { name: "setBlocked", caller: world.actor(), words: [who, isBlocked ? 1 : 0], run };
    },

    setRefuses: () => {
      const refuses = !ledger.walletRefuses;
      const run = silently(() => {
        ledger.walletRefuses = refuses;
      });
      return { name: "setRefuses", caller: world.actor(), words: [refuses ? 1 : 0], run };
    },

    prepay: () => {
      const [caller, at, token] = [world.actor(), random.below(DEPOSITORIES.length), world.token()];
      const [owner, amount] = [world.mostly(caller), world.amount(token)];
      const value = token === ETH ? world.purse(token, amount, caller, true).value : 0n;
      const run = silently(() => ledger.prepay(DEPOSITORIES[at]!, caller, owner, token, amount, value));
      return { name: "prepay", caller, words: [at, owner, token, amount, value], run };
    },

    withdrawPrepaid: () => {
      const { at, who, token } = someone(8, (at, who, token) =>
        ledger.prepaid(DEPOSITORIES[at]!, who, token),
      );
      const has = ledger.prepaid(DEPOSITORIES[at]!, who, token);
      const amount = random.chance(80) ? random.upTo(has) : world.amount(token);
      const [caller, to] = [world.mostly(who), world.mostly(who)];
      const run = silently(() => ledger.withdrawPrepaid(DEPOSITORIES[at]!, caller, token, to, amount));
      return { name: "withdrawPrepaid", caller, words: [at, token, to, amount], run };
    },

    payOut: () => {
      const { at, who, token } = creditor();
      const [payee, paidIn] = random.chance(5) ? [random.pick(SPLITS), STREAM] : [who, token];
      const run = () => ledger.payOut(DEPOSITORIES[at]!, payee, paidIn);
      return { name: "payOut", caller: world.actor(), words: [at, payee, paidIn], run };
    },

    payOutTo: () => {
      const { at, who, token } = creditor(8);
      const [caller, to] = [world.mostly(who), world.actor()];
      const run = () => ledger.payOutTo(DEPOSITORIES[at]!, caller, token, to);
      return { name: "payOutTo", caller, words: [at, token, to], run };
    },
  };
}
