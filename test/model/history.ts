// SPDX-License-Identifier: GPL-3.0-or-later
import { accountDraws } from "./drawAccounts.ts";
import { channelDraws } from "./drawChannels.ts";
import { poolDraws } from "./drawPools.ts";
import { savingDraws } from "./drawSavings.ts";
import { streamDraws } from "./drawStreams.ts";
import { Random } from "./random.ts";
import { DAY } from "./scene.ts";
import { selectorOf } from "./selector.ts";
import { type Draft, type OperationName, World } from "./world.ts";

export const OPERATIONS_A_HISTORY = 200;

/** An operation, and what came of it in the model. */
export type Step = Omit<Draft, "run"> & {
  at: number;
  /** What it is refused with; 0: it went through. */
  selector: bigint;
  returned: bigint | undefined;
  /** What it moved, by the ledger's cell. */
  moved: Map<number, bigint>;
};

/** How often each operation is tried. */
const WEIGHTS: Record<OperationName, number> = {
  ...{ setBlocked: 3, setRefuses: 2, prepay: 5, withdrawPrepaid: 2, payOut: 3, payOutTo: 2 },
  ...{ initiateStream: 4, openStream: 9, topUpStream: 8, setRate: 6, pause: 8, resume: 8, cancel: 4 },
  ...{
    withdraw: 6,
    refundStream: 4,
    withdrawTo: 3,
    withdrawMany: 4,
    processPayment: 7,
    mintPosition: 2,
    sellPosition: 2,
  },
  ...{ batch: 3, joinPool: 8, leavePool: 8, collectPool: 6 },
  ...{ openChannel: 8, topUpChannel: 4, settle: 8, settleTicks: 2, startClose: 3, finalize: 3, close: 2 },
  ...{ closeWithConsent: 2, refund: 3 },
  ...{ grant: 4, release: 5, releaseTo: 2, revoke: 2 },
  ...{ stake: 6, unstake: 4, getReward: 4, emergencyWithdraw: 1, addRewards: 3 },
};
const URN = Object.entries(WEIGHTS).flatMap(([name, weight]) => Array<string>(weight).fill(name));

/** Random operations on a world that they change. The same seed gives the same history. */
export class History {
  readonly world: World;
  private readonly random: Random;
  private readonly draws;

  constructor(seed: number) {
    this.random = new Random(seed);
    this.world = new World(this.random);
    this.draws = {
      ...accountDraws(this.world),
      ...streamDraws(this.world),
      ...poolDraws(this.world),
      ...channelDraws(this.world),
      ...savingDraws(this.world),
    };
  }

  step(): Step {
    this.world.ledger.now += this.pause();
    let step = this.attempt();
    // a refusal changes nothing, so most of them may be forgotten
    while (step.selector !== 0n && this.random.chance(65)) step = this.attempt();
    return step;
  }

  private attempt(): Step {
    const { ledger } = this.world;
    const { name, caller, words, run } = this.draws[this.random.pick(URN)]!();
    const step = { at: ledger.now, name, caller, words };
    let returned: bigint | undefined;
    try {
      const moved = ledger.atomically(() => {
        returned = run(caller);
      });
      return { ...step, selector: 0n, returned, moved };
    } catch (error) {
      return { ...step, selector: selectorOf(error), returned: undefined, moved: new Map() };
    }
  }

  /** How many seconds pass: none, some, years, or until just when something happens. */
  private pause(): number {
    const { random } = this;
    const kind = random.below(100);
    if (kind < 35) return 0;
    if (kind < 60) return random.below(120);
    if (kind < 80) return random.below(DAY);
    if (kind < 85) return random.below(20 * DAY);
    if (kind < 86) return random.below(3 * 365 * DAY);
    const { ledger, streams, channels } = this.world;
    const moments = [
      ...[...streams.keys.values()].map((key) => Number(streams.standingOf(key).depletesAt)),
      ...[...channels.keys.values()].map((key) => channels.standingOf(key).closesAt),
    ].filter((time) => time > ledger.now && time < ledger.now + 1000 * DAY);
    const midnight = (Math.floor(ledger.now / DAY) + 1) * DAY;
    const moment = moments.length > 0 && random.chance(70) ? random.pick(moments) : midnight;
    return Math.max(moment + random.between(-1, 1) - ledger.now, 0);
  }
}
