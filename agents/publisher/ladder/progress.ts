// SPDX-License-Identifier: GPL-3.0-or-later
import type { Clock } from "../../kernel/process/clock.ts";
import { type RenditionPlan, rateOf, SAMPLE_RATE } from "./policy.ts";

export type LadderProgress = {
  /** The rendition at work. */
  rendition: string;
  /** Of the whole ladder, from 0 to 1. */
  done: number;
  /** Undefined until there is something to tell it by. */
  secondsLeft?: number | undefined;
};

/** What a rendition of sound costs beside a video's pixels a frame. */
const SOUND_PIXELS = 20_000;

/** Tells how far a ladder is, and how long it will take at the pace of this run. */
export function createProgress(
  renditions: readonly RenditionPlan[],
  clock: Pick<Clock, "nowMs">,
  onProgress: (progress: LadderProgress) => void = () => {},
) {
  const total = renditions.reduce((sum, plan) => sum + costOf(plan), 0);
  const startedMs = clock.nowMs();
  let skipped = 0;
  let finished = 0;
  const tell = ({ name }: RenditionPlan, cost: number) => {
    const here = finished + cost - skipped;
    const elapsedSec = (clock.nowMs() - startedMs) / 1_000;
    const secondsLeft = here > 0 ? (elapsedSec * Math.max(0, total - finished - cost)) / here : undefined;
    onProgress({ rendition: name, done: (finished + cost) / total, secondsLeft });
  };
  const end = (plan: RenditionPlan) => {
    finished += costOf(plan);
    tell(plan, 0);
  };
  return {
    /** @returns What to call with the seconds of media that are encoded. */
    begin(plan: RenditionPlan) {
      tell(plan, 0);
      return (seconds: number) => tell(plan, costOf(plan) * Math.min(1, seconds / secondsOf(plan)));
    },
    end,
    /** An earlier run made it. */
    skip(plan: RenditionPlan) {
      skipped += costOf(plan);
      end(plan);
    },
  };
}

const costOf = (plan: RenditionPlan) =>
  secondsOf(plan) * (plan.kind === "video" ? plan.width * plan.height : SOUND_PIXELS);

function secondsOf(plan: RenditionPlan): number {
  return plan.kind === "video"
    ? plan.frameCount / rateOf(plan.frameRate)
    : plan.sound.sampleCount / SAMPLE_RATE;
}
