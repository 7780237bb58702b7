// SPDX-License-Identifier: GPL-3.0-or-later
import { amount } from "../format.ts";
import { type Day, scaleOf } from "./revenue.ts";

/** A picture's own units: each day is ten wide, and the highest bar a hundred high at most. */
const [DAY, BAR, HEIGHT] = [10, 7, 100];

/** Revenue by day, as bars; the same figures stand below as a table. */
export function RevenueChart({ days }: { days: readonly Day[] }) {
  const topWei = scaleOf(days);
  const heightOf = (wei: bigint) => Number((wei * 10_000n) / topWei) / (10_000 / HEIGHT);
  const named = [days[0], days[Math.floor(days.length / 2)], days.at(-1)].map((day) =>
    dayLabel(day!.startSec),
  );
  return (
    <>
      <div class="chart" aria-hidden="true">
        <ol class="chart-scale">
          {[topWei, topWei / 2n, 0n].map((wei) => (
            <li key={wei}>{amount(wei).replace(" STREAM", "")}</li>
          ))}
        </ol>
        {/* biome-ignore lint/a11y/noSvgWithoutTitle: hidden, like all of the chart */}
        <svg viewBox={`0 0 ${days.length * DAY} ${HEIGHT}`} preserveAspectRatio="none">
          {[0, HEIGHT / 2, HEIGHT].map((y) => (
            <line key={y} x1="0" x2={days.length * DAY} y1={y} y2={y} />
          ))}
          {days.map(({ startSec, wei }, at) => (
            <rect
              key={startSec}
              x={at * DAY + (DAY - BAR) / 2}
              y={HEIGHT - heightOf(wei)}
              width={BAR}
              height={heightOf(wei)}
            />
          ))}
        </svg>
        <ol class="chart-days">
          {named.map((name) => (
            <li key={name}>{name}</li>
          ))}
        </ol>
      </div>
      <details class="chart-table">
        <summary>The days as a table</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">Day</th>
              <th scope="col" class="is-number">
                Revenue
              </th>
            </tr>
          </thead>
          <tbody>
            {days.toReversed().map(({ startSec, wei }) => (
              <tr key={startSec}>
                <td>{dayLabel(startSec, "numeric")}</td>
                <td class="is-number">{amount(wei)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  );
}

const dayLabel = (startSec: number, year?: "numeric") =>
  new Date(startSec * 1_000).toLocaleDateString("en", {
    ...{ day: "numeric", month: "short", timeZone: "UTC" },
    ...(year && { year }),
  });
