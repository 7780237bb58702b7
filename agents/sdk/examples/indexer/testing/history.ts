// SPDX-License-Identifier: MIT
import type { Devchain } from "../../../../localnet/devchain.ts";
import { random as randomBytes } from "../../../testing/people.ts";
import { accessDraws } from "./access.ts";
import { channelDraws, depositDraws } from "./channels.ts";
import { registryDraws, splitDraws, stakingDraws } from "./registries.ts";
import { type Draw, Random, type Scene, sceneOf } from "./scene.ts";
import { poolDraws, streamDraws } from "./streams.ts";
import { vestingDraws } from "./vesting.ts";

const DAY = 86_400;

/**
 * Plays random operations on a chain, with time between them: a round has one of each kind, unless all draws of the kind are
 * refused. The same seed draws the same.
 */
export async function startHistory(
  devchain: Devchain,
  seed: number,
): Promise<{ playRound(): Promise<void> }> {
  const random = new Random(seed);
  const scene = await sceneOf(devchain, random);
  const contents = await publish(scene);
  await takeAnyProof(scene);
  const draws: Draw[] = [
    ...[depositDraws(scene), channelDraws(scene), streamDraws(scene, contents), poolDraws(scene, contents)],
    ...[vestingDraws(scene), stakingDraws(scene), splitDraws(scene), registryDraws(scene)],
    accessDraws(scene, contents),
  ].flatMap((kinds) => Object.values(kinds));
  return {
    async playRound() {
      const left = [...draws];
      while (left.length > 0) {
        const [draw] = left.splice(random.below(left.length), 1);
        await devchain.anvil.client.increaseTime({ seconds: pause(random) });
        await play(scene, draw!);
      }
    },
  };
}

/** In seconds: mostly little, sometimes past a midnight, seldom past a delay of days. */
function pause(random: Random): number {
  if (random.chance(80)) return random.below(100);
  return random.chance(75) ? random.below(DAY / 4) : random.below(9 * DAY);
}

/** Draws again where a call is refused. */
async function play({ send }: Scene, draw: Draw): Promise<void> {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const move = await draw();
    if (move && (await send(move))) return;
  }
}

/** Six works; the payees of two are splits. */
async function publish({ persons, splits, send, by }: Scene) {
  const payees = [...persons.map(({ payee }) => payee), ...splits];
  const contents: { contentId: `0x${string}`; payee: `0x${string}` }[] = [];
  for (const [i, payee] of payees.entries()) {
    const publisher = persons[i % persons.length]!;
    const size = { leafCount: 1n, byteCount: 1n, checkpointsRoot: randomBytes(32) };
    const terms = { salt: randomBytes(32), payee, ratePerSecondWei: 1n };
    const { contentId } = await publisher.content.registerSync({ ...terms, ...size });
    await send(by(publisher, publisher.content.republish.call({ contentId, ...size }))!);
    contents.push({ contentId, payee });
  }
  return contents;
}

/** Replaces the verifiers by code that answers true; gives the court, which slashes here, gas money. */
async function takeAnyProof({ devchain, addresses }: Scene) {
  const code = "0x600160005260206000f3";
  for (const address of [addresses.settleVerifier, addresses.claimVerifier])
    await devchain.anvil.rpc("anvil_setCode", [address, code]);
  await devchain.anvil.client.setBalance({ address: addresses.contentCourt, value: 10n ** 20n });
}
