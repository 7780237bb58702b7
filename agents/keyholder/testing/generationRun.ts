// SPDX-License-Identifier: GPL-3.0-or-later
import type { Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import type { Devchain } from "../../localnet/devchain.ts";
import { asEnvironment } from "../../localnet/roleSettings.ts";
import type { Scope } from "../../localnet/scope.ts";
import { spawnRole } from "../../localnet/spawnRole.ts";
import { waitFor } from "../../localnet/waitFor.ts";
import type { Actor } from "./meteredWork.ts";
import { testKeyholderSettings } from "./startTestKeyholder.ts";

export const PHASE_SEC = 600;

/** A keyholder's process that follows a founder's proposals. */
export async function spawnMember(t: Scope, devchain: Devchain, founder: Actor) {
  const settings = await testKeyholderSettings(devchain, {
    ...{ founders: founder.account.address, logLevel: "info", pollMs: 100 },
  });
  const env = asEnvironment(settings);
  const account = privateKeyToAccount(settings.key);
  let running = await spawnRole(t, "keyholder", env);
  const member = {
    ...{ settings, account, address: account.address },
    /** The process that runs now. */
    running: () => running,
    async restart(): Promise<void> {
      await running.end("SIGKILL");
      // the address stands on chain, so the port stays
      running = await spawnRole(t, "keyholder", { ...env, TRIBUTARY_PORT: new URL(running.url).port });
    },
  };
  return member;
}
export type Member = Awaited<ReturnType<typeof spawnMember>>;

/** Kills a member at moments that nobody chose, each time after a longer life at most, and starts it again, until told to end. */
export function killAgainAndAgain(member: Member): { end(): Promise<{ kills: number }> } {
  let isEnding = false;
  let kills = 0;
  const killing = (async () => {
    while (!isEnding) {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 400 * 1.5 ** kills));
      await member.restart();
      kills += 1;
    }
  })();
  return {
    async end() {
      isEnding = true;
      await killing;
      return { kills };
    },
  };
}

/** The moments of a generation, as whoever watches the chain sees them. */
export function watchGeneration(devchain: Devchain, { client: { committee } }: Actor, committeeId: Hex) {
  const { client } = devchain.anvil;
  const read = () => committee.getGeneration({ committeeId });
  return {
    async nextPhase(): Promise<void> {
      await client.increaseTime({ seconds: PHASE_SEC });
      await client.mine({ blocks: 1 });
    },
    /** Waits until the members of `places` have committed; returns the transport keys. */
    async committed(places: readonly number[]): Promise<readonly bigint[]> {
      const keys = async () => (await committee.getDealers({ committeeId }))[0];
      await waitFor("members to commit", async () => {
        const found = await keys();
        return places.every((place) => found[place - 1] !== 0n);
      });
      return keys();
    },
    /** Waits until the dealers that count are those of `places`. */
    qualified: (places: readonly number[]): Promise<void> =>
      waitFor("dealings to be revealed and judged", async () => {
        const bits = places.reduce((sum, place) => sum | (1 << (place - 1)), 0);
        return (await read()).qualified === bits;
      }),
  };
}
