// SPDX-License-Identifier: GPL-3.0-or-later
import { Command } from "commander";
import { formatEther } from "viem";
import { z } from "zod";
import { streamAmount, wholeNumber } from "../kernel/config/commonConfig.ts";
import { addOptions, type ConfigOf, defineConfig, loadConfig } from "../kernel/config/config.ts";
import { UserError } from "../kernel/process/errors.ts";
import { Screen } from "../kernel/terminal/screen.ts";
import { ALLOCATIONS, SUPPLY_WEI } from "../sdk/vesting/allocations.ts";
import { drawSchedule } from "../sdk/vesting/drawSchedule.ts";
import {
  linearSchedule,
  MONTH_SEC,
  type Schedule,
  trancheSchedule,
  vestedAt,
} from "../sdk/vesting/schedule.ts";
import { writeOutput } from "./outputFile.ts";
import { note } from "./say.ts";

const OFFICIAL = { initialBps: 1_000, cliff: 12, months: 36 };
const MOST_MONTHS = 1_200;
/** Month 0 of the picture. The picture shows no dates, and the contract takes any start but zero. */
const START = 1;

const plotConfig = defineConfig("vesting plot", {
  initialBps: {
    schema: wholeNumber(0, 10_000),
    default: OFFICIAL.initialBps,
    description: "Part due at the start, in basis points of 10,000",
  },
  cliff: {
    schema: wholeNumber(0, MOST_MONTHS),
    default: OFFICIAL.cliff,
    description: "First month in which more than the initial part is due",
  },
  months: {
    schema: wholeNumber(0, MOST_MONTHS),
    default: OFFICIAL.months,
    description: "Month in which all is due; the line begins at the start",
  },
  tranches: {
    schema: z
      .string()
      .regex(/^\d{1,4}:\d{1,20}(,\d{1,4}:\d{1,20})*$/, {
        error: "<month>:<weight>, such as 0:10,12:40,24:50",
      })
      .optional(),
    description:
      "Payments in place of the line: <month>:<weight>,...; a payment is its weight's part of the sum",
  },
  total: {
    schema: streamAmount,
    default: formatEther(SUPPLY_WEI),
    description: "Total that vests, in STREAM",
  },
  out: { schema: z.string(), default: "vesting.svg", description: "File for the picture" },
});

type Plan = { schedule: Schedule; marks: number[]; subtitle: string; origin: string; isOfficial: boolean };

export function vestingCommand(): Command {
  const plot = new Command("plot")
    .description(
      "Draws a vesting schedule as an SVG, and prints its numbers; the official schedule by default.",
    )
    .addHelpText(
      "after",
      [
        "",
        "A month is 365 days / 12. The official schedule is shown with the five allocations that it holds for.",
        "",
        "Example:",
        "  tributary vesting plot --out vesting.svg",
        "  tributary vesting plot --initial-bps 0 --cliff 6 --months 24 --total 50000",
        "  tributary vesting plot --tranches 0:10,6:20,12:70",
      ].join("\n"),
    );
  addOptions(plot, plotConfig).action((flags) => {
    const config = loadConfig(plotConfig, { flags, env: process.env });
    const { isOfficial, ...plan } = config.tranches ? tranchePlan(config.tranches) : linePlan(config);
    const allocations = isOfficial ? ALLOCATIONS : undefined;
    const title = `Vesting of ${Number(formatEther(config.total)).toLocaleString("en")} STREAM`;
    writeOutput(config.out, drawSchedule({ ...plan, start: START, title, allocations }));

    const portions = [{ name: "STREAM", percent: 100 }, ...(allocations ?? [])];
    const rows = plan.marks.map((month) => {
      const vested = (wei: bigint) => vestedAt(plan.schedule, wei, START + month * MONTH_SEC);
      const amounts = portions.map(({ percent }) =>
        formatEther(vested((config.total * BigInt(percent)) / 100n)),
      );
      return [`${month}`, `${Number(vested(10_000n)) / 100}%`, ...amounts];
    });
    new Screen().table([["month", "vested", ...portions.map(({ name }) => name)], ...rows]);
    note(`The picture is in ${config.out}.`);
  });

  return new Command("vesting").description("Shows how grants vest.").addCommand(plot);
}

function linePlan({ initialBps, cliff, months }: ConfigOf<typeof plotConfig>): Plan {
  if (cliff > months) {
    throw new UserError(
      `The cliff, month ${cliff}, is after the end, month ${months}.`,
      "Give an earlier --cliff, or more --months.",
    );
  }
  const isOfficial =
    initialBps === OFFICIAL.initialBps && cliff === OFFICIAL.cliff && months === OFFICIAL.months;
  const origin = isOfficial ? "launch" : "start";
  const middle = Math.round((cliff + months) / 2);
  return {
    schedule: linearSchedule(START, initialBps, START + cliff * MONTH_SEC, START + months * MONTH_SEC),
    marks: [...new Set([0, Math.max(0, cliff - 1), cliff, middle, months])],
    subtitle: `${initialBps / 100}% at ${origin}, nothing until month ${cliff}, then what has accrued of a straight line to month ${months}`,
    origin,
    isOfficial,
  };
}

function tranchePlan(text: string): Plan {
  const tranches = text.split(",").map((tranche) => {
    const [month = "", weight = ""] = tranche.split(":");
    return { month: Number(month), weight: BigInt(weight) };
  });
  const months = tranches.map(({ month }) => month);
  const isInOrder = months.every((month, index) => index === 0 || month >= months[index - 1]!);
  if (!isInOrder || tranches.some(({ weight }) => weight === 0n)) {
    throw new UserError(
      `${text} is not a schedule.`,
      "Give the tranches in the order of their months, each with a weight above zero.",
    );
  }
  return {
    schedule: trancheSchedule(
      tranches.map(({ month, weight }) => ({ time: START + month * MONTH_SEC, weight })),
    ),
    marks: [...new Set([0, ...months])],
    subtitle: `In ${tranches.length} payments, the last in month ${months.at(-1)}`,
    origin: "start",
    isOfficial: false,
  };
}
