// SPDX-License-Identifier: GPL-3.0-or-later
import { type ChannelKey, MALFORMED, type Row, type TickRow } from "./channels.ts";
import { ensure } from "./ledger.ts";
import { isSplit, PAYEE_ZERO, SPLIT_UNREGISTERED, SPLITS, STREAM } from "./scene.ts";
import { type Draft, type Draw, silently, type World } from "./world.ts";

/** Draws operations on channels. */
export function channelDraws(world: World): Record<string, Draw> {
  const { channels, random } = world;

  const anyKey = (): ChannelKey => {
    const payee = random.pick([4, 4, 5, 6, world.actor(), ...SPLITS, PAYEE_ZERO, SPLIT_UNREGISTERED]);
    const token = isSplit(payee) && random.chance(95) ? STREAM : world.token();
    const sessionKey = random.chance(96) ? random.between(1, 2) : 0;
    return { payer: random.below(4), payee, token, salt: random.below(3), sessionKey };
  };
  const isRunning = (key: ChannelKey) => channels.standingOf(key).windowSec !== 0;
  const isClosing = (key: ChannelKey) => isRunning(key) && channels.standingOf(key).closesAt !== 0;
  /** Mostly of a channel that `isFit`. */
  const someKey = (isFit = isRunning): ChannelKey => {
    const keys = [...channels.keys.values()];
    const fit = keys.filter(isFit);
    if (fit.length > 0 && random.chance(92)) return random.pick(fit);
    return keys.length > 0 && random.chance(80) ? random.pick(keys) : anyKey();
  };

  /** What a voucher may say: less than before, more, or more than there is. */
  const cumulative = (key: ChannelKey): bigint => {
    const { deposit, settled } = channels.standingOf(key);
    const kind = random.below(100);
    if (kind < 15) return random.upTo(settled);
    if (kind < 25) return deposit + random.sized(60);
    return settled + random.upTo(deposit - settled);
  };
  const signer = ({ sessionKey }: ChannelKey) =>
    random.chance(92) && sessionKey !== 0 ? sessionKey : random.between(1, 3);

  const settlement = (name: "settle" | "settleTicks", drawRow: (key: ChannelKey) => Row | TickRow): Draft => {
    const { payee, token } = someKey();
    const mates = [...channels.keys.values()].filter((key) => key.payee === payee && key.token === token);
    const rows = Array.from({ length: random.between(0, 6) }, () =>
      drawRow(mates.length > 0 && random.chance(92) ? random.pick(mates) : someKey()),
    );
    const isMalformed = random.chance(4);
    const run = () => {
      ensure(!isMalformed, MALFORMED);
      return channels.settle(payee, token, rows);
    };
    const words = [payee, token, isMalformed ? 1 : 0, rows.length, ...rows.flatMap(rowWords)];
    return { name, caller: world.actor(), words, run };
  };
  const plainRow = (key: ChannelKey): Row => ({ key, cumulative: cumulative(key), signer: signer(key) });

  return {
    openChannel: () => {
      const isReuse = random.chance(6) && channels.keys.size > 0;
      const key = isReuse ? random.pick([...channels.keys.values()]) : anyKey();
      const windows = [900, 3600, 86_400, 30 * 86_400, random.between(900, 90_000)];
      const windowSec = random.chance(96) ? random.pick(windows) : random.pick([0, 899, 30 * 86_400 + 1]);
      const deposit = world.amount(key.token);
      const purse = world.purse(key.token, deposit, key.payer, true);
      return {
        name: "openChannel",
        caller: key.payer,
        words: [...keyWords(key), windowSec, deposit, purse.prepaid ? 1 : 0, purse.value],
        run: silently(() => channels.open(key, windowSec, deposit, purse)),
      };
    },

    topUpChannel: () => {
      const key = someKey();
      const [caller, amount] = [world.mostly(key.payer), world.amount(key.token)];
      const purse = world.purse(key.token, amount, caller, true);
      return {
        name: "topUpChannel",
        caller,
        words: [...keyWords(key), amount, purse.prepaid ? 1 : 0, purse.value],
        run: silently((caller) => channels.topUp(caller, key, amount, purse)),
      };
    },

    settle: () => settlement("settle", plainRow),

    settleTicks: () =>
      settlement("settleTicks", (key) => {
        const { deposit } = channels.standingOf(key);
        const ticks = random.chance(95) ? random.between(0, 64) : random.between(65, 255);
        return { ...plainRow(key), tickValue: random.upTo(deposit / 64n), ticks };
      }),

    startClose: () => {
      const key = someKey((key) => isRunning(key) && !isClosing(key));
      const run = silently((caller) => channels.startClose(caller, key));
      return { name: "startClose", caller: world.mostly(key.payer), words: keyWords(key), run };
    },

    finalize: () => {
      const key = someKey(isClosing);
      const run = silently(() => channels.finalize(key));
      return { name: "finalize", caller: world.actor(), words: keyWords(key), run };
    },

    close: () => {
      const key = someKey();
      const [owes, by] = [random.chance(15) ? 0n : cumulative(key), signer(key)];
      const run = silently((caller) => channels.close(caller, key, owes, by));
      return { name: "close", caller: world.mostly(key.payee), words: [...keyWords(key), owes, by], run };
    },

    closeWithConsent: () => {
      const key = someKey();
      const [settled, by] = [cumulative(key), world.mostly(key.payee)];
      const run = silently((caller) => channels.closeWithConsent(caller, key, settled, by));
      const words = [...keyWords(key), settled, by];
      return { name: "closeWithConsent", caller: world.mostly(key.payer), words, run };
    },

    refund: () => {
      const key = someKey();
      const { deposit, settled } = channels.standingOf(key);
      const amount = random.upTo(((deposit - settled) * 9n) / 8n);
      const [nonce, by] = [random.below(3), world.mostly(key.payee)];
      const run = silently(() => channels.refund(key, amount, nonce, by));
      return { name: "refund", caller: world.actor(), words: [...keyWords(key), amount, nonce, by], run };
    },
  };
}

export function keyWords({ payer, payee, token, salt, sessionKey }: ChannelKey): number[] {
  return [payer, payee, token, salt, sessionKey];
}

function rowWords(row: Row | TickRow): (number | bigint)[] {
  const words = [...keyWords(row.key), row.cumulative, row.signer];
  return "ticks" in row ? [...words, row.tickValue, row.ticks] : words;
}
