// SPDX-License-Identifier: MIT
import { zeroAddress } from "viem";
import { collaboratorPolicy, freePolicy } from "../../../access/terms.ts";
import type { Draw, Scene } from "./scene.ts";

type Contents = readonly { contentId: `0x${string}` }[];

/** Policies of works, prices of their editions, and viewers who buy them and name delegates. */
export function accessDraws(
  { random, person, persons, by, token, source, now }: Scene,
  contents: Contents,
): Record<string, Draw> {
  /** A work, and its publisher. */
  const work = () => {
    const i = random.below(contents.length);
    return { contentId: contents[i]!.contentId, publisher: persons[i % persons.length]! };
  };
  const policy = () =>
    random.pick([freePolicy(), collaboratorPolicy(person().account.address), undefined, undefined]);
  const edition = () => BigInt(random.below(2));
  return {
    setPolicy: () => {
      const { contentId, publisher } = work();
      const set = { contentId, rendition: BigInt(random.below(2)), policy: policy() };
      return by(publisher, publisher.access.setPolicy.call(set));
    },
    setDefaultPolicy: () => {
      const { contentId, publisher } = work();
      return by(publisher, publisher.access.setDefaultPolicy.call({ contentId, policy: policy() }));
    },
    setDelegate: async () => {
      const viewer = person();
      const expiresAt = random.chance(20) ? 0 : (await now()) + random.below(20 * 86_400);
      const named = { delegate: person().account.address, expiresAt };
      return by(viewer, viewer.access.setDelegate.call(named));
    },
    revokeDelegates: () => {
      const viewer = person();
      return by(viewer, viewer.access.revokeDelegates.call({}));
    },
    setOffer: () => {
      const { contentId, publisher } = work();
      const time = random.chance(70) ? { durationSec: 1 + random.below(9 * 86_400) } : {};
      const offer = { contentId, edition: edition(), priceWei: random.wei(2), token: token(), ...time };
      return by(publisher, publisher.access.setOffer.call(offer));
    },
    buy: async () => {
      const [buyer, bought] = [person(), { contentId: work().contentId, edition: edition() }];
      const offer = await buyer.access.getOffer(bought);
      if (offer.price === 0n) return undefined;
      const from = offer.token === zeroAddress ? ("allowance" as const) : source();
      const terms = { ...bought, offer, viewer: person().account.address, source: from };
      return by(buyer, buyer.access.buy.call(terms));
    },
  };
}
