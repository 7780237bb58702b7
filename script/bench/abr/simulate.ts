// SPDX-License-Identifier: GPL-3.0-or-later
import { setImmediate as settled } from "node:timers/promises";
import { Link } from "./link.ts";
import type { Player } from "./players.ts";
import { type Score, scoreOf } from "./score.ts";
import type { SimulatedWork } from "./simulatedWork.ts";
import type { Trace } from "./traces.ts";
import { Viewer } from "./viewer.ts";
import { VirtualTime } from "./virtualTime.ts";

/** Lets `player` play the whole work over the network of `trace`. */
export async function simulate(player: Player, work: SimulatedWork, trace: Trace): Promise<Score> {
  const time = new VirtualTime();
  const link = new Link(time, trace);
  return time.during(async () => {
    const viewer = new Viewer(time, work, player.config(work, link));
    while (!viewer.isOver) {
      time.moveTo(Math.min(time.nextSec, link.nextSec, viewer.drySec), () => viewer.move());
      const hasCome = link.settle();
      // what came is taken by promises, all of which settle before time goes on
      if (viewer.hasAsked() || hasCome) await settled();
    }
    return scoreOf(viewer.watched);
  });
}
