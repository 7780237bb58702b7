// SPDX-License-Identifier: GPL-3.0-or-later
import { CONTENT_PAYEES, STREAM, STREAMS } from "./scene.ts";
import { selectorOf } from "./selector.ts";
import type { StreamKey, StreamName } from "./streams.ts";
import { type Draft, type Draw, OPERATIONS, rateOf, silently, type World } from "./world.ts";

const ALL = 2n ** 256n - 1n;
const MAX_UINT96 = 2n ** 96n - 1n;
const ROWS = [
  "withdraw",
  "withdraw",
  "topUpStream",
  "setRate",
  "pause",
  "resume",
  "cancel",
  "refundStream",
  "withdrawTo",
] as const;

/** Draws operations on streams. */
export function streamDraws(world: World): Record<string, Draw> {
  const { ledger, random, streams } = world;
  /** The registered ones, and now and then one that is not. */
  const content = () => random.below(CONTENT_PAYEES.length + (random.chance(10) ? 1 : 0));

  const anyKey = (): StreamKey => {
    const [viewer, work] = [world.actor(), random.below(CONTENT_PAYEES.length)];
    const name = { viewer, opener: viewer, content: work, salt: random.below(3) };
    return { ...name, payee: CONTENT_PAYEES[work]!, token: world.token() };
  };

  /** Mostly of a stream that is open. */
  const someKey = (): StreamKey => {
    const keys = [...streams.keys.values()];
    if (keys.length === 0 || random.chance(2)) return anyKey();
    for (let tries = 0; tries < 6; ++tries) {
      const key = random.pick(keys);
      if (streams.isOpen(key)) return random.chance(97) ? key : { ...key, salt: key.salt + 1 };
    }
    return random.pick(keys);
  };

  const onStream = (
    name: Draft["name"],
    whoMay: (key: StreamKey) => number,
    act: (key: StreamKey) => Draft["run"],
    key = someKey(),
  ): Draft => ({ name, caller: world.mostly(whoMay(key)), words: keyWords(key), run: act(key) });
  const viewerOf = (key: StreamKey) => key.viewer;
  const holderOf = (key: StreamKey) => streams.holderOf(key);

  /** Of those that `isFit`, if there is one. */
  const fitting = (isFit: (key: StreamKey) => boolean): StreamKey => {
    const keys = [...streams.keys.values()].filter(isFit);
    return keys.length > 0 && random.chance(90) ? random.pick(keys) : someKey();
  };
  const hasStatus = (status: string) => (key: StreamKey) => streams.standingOf(key).status === status;

  const draws: Record<string, Draw> = {
    initiateStream: () => {
      const [caller, work] = [world.actor(), content()];
      const rate = random.chance(3) ? random.wide(74) : world.rate(STREAM) >> 16n;
      const duration = random.sized(24);
      const run = silently((caller) => streams.initiateStream(caller, work, duration, rate));
      return { name: "initiateStream", caller, words: [work, duration, rate], run };
    },

    openStream: () => {
      // one that has run dry is opened again now and then
      const dry = random.chance(25) ? fitting(hasStatus("Depleted")) : undefined;
      const caller = dry?.opener ?? world.actor();
      const key = dry ?? {
        viewer: world.mostly(caller),
        content: content(),
        salt: random.below(3),
        token: world.token(),
      };
      const { viewer, salt, token } = key;
      const scaled = world.rate(token);
      const deposit = world.deposit(token, scaled);
      const purse = world.purse(token, deposit, caller, false);
      const terms = { content: key.content, viewer, salt, token, rate: rateOf(scaled), deposit };
      return {
        name: "openStream",
        caller,
        words: [key.content, viewer, salt, token, scaled, deposit, purse.prepaid ? 1 : 0],
        run: silently((caller) => streams.open(caller, terms, purse)),
      };
    },

    topUpStream: () => {
      const key = random.chance(40) ? fitting(hasStatus("Depleted")) : someKey();
      const [caller, amount] = [world.mostly(key.viewer), world.amount(key.token)];
      const purse = world.purse(key.token, amount, caller, false);
      const words = [...keyWords(key), amount, purse.prepaid ? 1 : 0];
      const run = silently((caller) => streams.topUp(caller, key, amount, purse));
      return { name: "topUpStream", caller, words, run };
    },

    setRate: () => {
      const key = someKey();
      const [caller, scaled] = [world.mostly(key.viewer), world.rate(key.token)];
      const run = silently((caller) => streams.setRate(caller, key, rateOf(scaled)));
      return { name: "setRate", caller, words: [...keyWords(key), scaled], run };
    },

    pause: () => {
      const act = (key: StreamKey) => silently((caller) => streams.pause(caller, key));
      return onStream("pause", viewerOf, act, fitting(hasStatus("Streaming")));
    },
    resume: () => {
      const act = (key: StreamKey) => silently((caller) => streams.resume(caller, key));
      return onStream("resume", viewerOf, act, fitting(hasStatus("Paused")));
    },
    cancel: () => {
      const whoMay = random.chance(60) ? viewerOf : holderOf;
      return onStream("cancel", whoMay, (key) => (caller) => streams.cancel(caller, key));
    },
    refundStream: () => {
      const key = someKey();
      const { refundable } = streams.standingOf(key);
      const amounts = [undefined, random.upTo(refundable), refundable, refundable + 1n];
      const amount = random.pick(amounts);
      const words = [...keyWords(key), amount ?? MAX_UINT96];
      const run = (caller: number) => streams.refund(caller, key, amount);
      return { name: "refundStream", caller: world.mostly(key.viewer), words, run };
    },
    withdraw: () =>
      onStream(
        "withdraw",
        () => world.actor(),
        (key) => () => streams.withdraw(key),
      ),

    withdrawTo: () => {
      const key = someKey();
      const [caller, to] = [world.mostly(holderOf(key)), world.actor()];
      const run = (caller: number) => streams.withdrawTo(caller, key, to);
      return { name: "withdrawTo", caller, words: [...keyWords(key), to], run };
    },

    withdrawMany: () => {
      const { payee, token } = someKey();
      const mates = [...streams.keys.values()].filter((key) => key.payee === payee && key.token === token);
      const names = Array.from({ length: random.below(6) }, () =>
        mates.length > 0 && random.chance(85) ? random.pick(mates) : anyKey(),
      );
      const words = [payee, token, names.length, ...names.flatMap(nameWords)];
      const run = () => streams.withdrawMany(payee, token, names);
      return { name: "withdrawMany", caller: world.actor(), words, run };
    },

    processPayment: () => {
      const key = fitting(({ token }) => token === STREAM);
      const { accrued } = streams.standingOf(key);
      const most = accrued + (random.chance(50) ? ledger.owed(STREAMS, key.payee, STREAM) : 0n);
      const amounts = [
        undefined,
        accrued,
        random.upTo(most),
        random.upTo(most),
        most,
        most + 1n + random.sized(80),
      ];
      const amount = random.pick(amounts);
      const words = [key.payee, amount ?? ALL, ...nameWords(key)];
      const run = silently(() => streams.processPayment(key.payee, amount, key));
      return { name: "processPayment", caller: world.actor(), words, run };
    },

    mintPosition: () => {
      const act = (key: StreamKey) => silently((caller) => streams.mintPosition(caller, key));
      return onStream("mintPosition", ({ payee }) => payee, act);
    },

    sellPosition: () => {
      const key = fitting((key) => streams.isPosition(key));
      const [caller, to] = [world.mostly(holderOf(key)), world.actor()];
      const run = silently((caller) => streams.sellPosition(caller, key, to));
      return { name: "sellPosition", caller, words: [...keyWords(key), to], run };
    },

    /** Each row goes through or is refused for itself; the words end with what each is refused with, 0: nothing. */
    batch: () => {
      const rows = Array.from({ length: random.between(1, 5) }, () => draws[random.pick(ROWS)]!());
      const words = [rows.length, ...rows.flatMap((row) => [OPERATIONS.indexOf(row.name), ...row.words])];
      const run = silently((caller) => {
        for (const row of rows) {
          try {
            ledger.atomically(() => row.run(caller));
            words.push(0);
          } catch (error) {
            words.push(selectorOf(error));
          }
        }
      });
      return { name: "batch", caller: rows[0]!.caller, words, run };
    },
  };
  return draws;
}

function nameWords({ viewer, opener, content, salt }: StreamName): number[] {
  return [viewer, opener, content, salt];
}

export function keyWords(key: StreamKey): number[] {
  return [...nameWords(key), key.payee, key.token];
}
