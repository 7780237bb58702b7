// SPDX-License-Identifier: MIT
import { parsePayee } from "../../../chain/payee.ts";
import type { PoolKey } from "../../../pools/pool.ts";
import { assertRate } from "../../../streams/rate.ts";
import type { StreamKey } from "../../../streams/stream.ts";
import { streamIdOf, viewerOf } from "../../../streams/streamId.ts";
import type { Somebody } from "../../../testing/people.ts";
import type { Call, Draw, Scene } from "./scene.ts";

export function streamDraws(
  scene: Scene,
  contentIds: readonly { contentId: `0x${string}`; payee: `0x${string}` }[],
): Record<string, Draw> {
  const { random, person, personOf, addresses, by } = scene;
  const keys: StreamKey[] = [];
  const token = addresses.streamToken;
  const some = () => (keys.length ? random.pick(keys.slice(-4)) : undefined);
  const viewer = (key: StreamKey) =>
    personOf(`0x${viewerOf(key.id).slice(2).toLowerCase().padStart(64, "0")}`)!;
  const rate = () =>
    assertRate((random.wei(random.pick([0.001, 0.00001])) << 16n) + BigInt(random.below(65_536)));
  /** One of a key, by whom it may be. */
  const ofKey = (act: (key: StreamKey) => ReturnType<typeof by>) => () => {
    const key = some();
    return key && act(key);
  };
  /** Of a stream whose payee may own its position. */
  const ofPosition = (act: (owner: Somebody, positionId: bigint) => Call) => async () => {
    const key = some();
    const owner = key && personOf(key.payee);
    return owner && by(owner, act(owner, await owner.stream.getPositionId({ key })));
  };
  return {
    openStream: () => {
      const opener = person();
      const { contentId, payee } = random.pick(contentIds);
      const salt = BigInt(random.below(8));
      const watching = random.chance(80) ? opener : person();
      const id = streamIdOf({
        viewer: watching.account.address,
        opener: opener.account.address,
        contentId,
        salt,
      });
      keys.push({ id, payee, token });
      const terms = {
        contentId,
        rate: rate(),
        depositWei: random.wei(30),
        viewer: watching.account.address,
        salt,
      };
      return by(opener, opener.stream.open.call({ ...terms, source: scene.source() }));
    },
    topUpStream: ofKey((key) => {
      const anyone = person();
      return by(anyone, anyone.stream.topUp.call({ key, amountWei: random.wei(9), source: scene.source() }));
    }),
    setRate: ofKey((key) => by(viewer(key), viewer(key).stream.setRate.call({ key, rate: rate() }))),
    pause: ofKey((key) => by(viewer(key), viewer(key).stream.pause.call({ key }))),
    resume: ofKey((key) => by(viewer(key), viewer(key).stream.resume.call({ key }))),
    refundStream: ofKey((key) =>
      by(viewer(key), viewer(key).stream.refund.call({ key, amountWei: random.wei(4) })),
    ),
    cancel: ofKey((key) => by(viewer(key), viewer(key).stream.cancel.call({ key }))),
    withdraw: ofKey((key) => by(person(), person().stream.withdraw.call({ key }))),
    withdrawMany: ofKey(({ payee }) => {
      const ids = keys.filter((key) => key.payee === payee).map(({ id }) => id);
      return by(person(), person().stream.withdrawMany.call({ payee, ids }));
    }),
    processPayment: ofKey(({ id, payee }) => {
      const parsed = parsePayee(payee);
      if (parsed.kind === "split") return undefined;
      return by(
        person(),
        person().stream.processPayment.call({
          creator: parsed.address,
          streamId: id,
          amountWei: random.wei(1),
        }),
      );
    }),
    mintStreamPosition: ofKey((key) => {
      const payee = personOf(key.payee);
      return payee && by(payee, payee.stream.mintPosition.call({ key }));
    }),
    sellPosition: ofPosition((owner, positionId) =>
      owner.position.transferUnchecked.call({
        ...{ from: owner.account.address, to: person().account.address, positionId },
      }),
    ),
    restrictPosition: ofPosition((owner, positionId) =>
      owner.position.restrict.call({ positionId, restricted: random.chance(80) }),
    ),
  };
}

export function poolDraws(
  scene: Scene,
  contentIds: readonly { contentId: `0x${string}`; payee: `0x${string}` }[],
): Record<string, Draw> {
  const { random, person, addresses, by, now } = scene;
  const some = (): PoolKey => ({ ...random.pick(contentIds.slice(0, 3)), token: addresses.streamToken });
  return {
    joinPool: async () => {
      const viewer = person();
      const lastDay = Math.floor((await now()) / 86_400) + random.below(30);
      const rate = assertRate((random.wei(0.00001) << 16n) + BigInt(random.below(65_536)));
      return by(viewer, viewer.pool.join.call({ key: some(), rate, lastDay, source: scene.source() }));
    },
    leavePool: () => {
      const viewer = person();
      return by(viewer, viewer.pool.leave.call({ key: some() }));
    },
    collectPool: () => by(person(), person().pool.collect.call({ key: some() })),
  };
}
