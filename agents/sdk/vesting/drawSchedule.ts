// SPDX-License-Identifier: MIT
import { MONTH_SEC, type Schedule, vestedAt } from "./schedule.ts";

export type DrawScheduleParameters = {
  schedule: Schedule;
  /** Month 0, in seconds. */
  start: number;
  /** The name of month 0. */
  origin: string;
  /** The months with marked points. */
  marks: readonly number[];
  title: string;
  subtitle: string;
  /** The parts of the whole, from the bottom up, in percent. */
  allocations?: readonly { name: string; percent: number }[];
};

const WIDTH = 960;
const HEIGHT = 592;
const PLOT = { left: 76, right: 800, top: 136, bottom: 520 };
const COLOURS = ["#2563eb", "#0ea5e9", "#14b8a6", "#a78bfa", "#f472b6"];
const STYLE = `
text{font-family:system-ui,-apple-system,"Segoe UI",sans-serif;font-size:14px;fill:#475569}
.paper{fill:#fff}.grid{stroke:#e2e8f0}.curve{fill:none;stroke:#0f172a;stroke-width:3;stroke-linejoin:round}
.point{fill:#fff;stroke:#0f172a;stroke-width:3}.title{font-size:24px;font-weight:700}
.title,.mark,.allocation{fill:#0f172a}.mark,.allocation{font-weight:600}.halo{stroke:#fff;stroke-width:5;stroke-linejoin:round}
@media(prefers-color-scheme:dark){
text{fill:#94a3b8}.paper{fill:#0b1120}.grid{stroke:#1e293b}.curve{stroke:#f8fafc}
.point{fill:#0b1120;stroke:#f8fafc}.title,.mark,.allocation{fill:#f8fafc}.halo{stroke:#0b1120}
}`;

type Point = { month: number; vested: number };

/** Draws a schedule as an SVG, in months and percent, in the reader's light or dark colours. */
export function drawSchedule(parameters: DrawScheduleParameters): string {
  const {
    schedule,
    start,
    origin,
    marks,
    title,
    subtitle,
    allocations = [{ name: "", percent: 100 }],
  } = parameters;
  const corners = cornersOf(schedule, start);
  const months = Math.max(1, corners.at(-1)!.month);
  const x = (month: number) => PLOT.left + (month / months) * (PLOT.right - PLOT.left);
  const y = (vested: number) => PLOT.bottom - vested * (PLOT.bottom - PLOT.top);
  const path = (points: readonly Point[], scale: number) =>
    points.map(({ month, vested }) => `${round(x(month))} ${round(y(vested * scale))}`).join("L");

  const points = marks.map((month) => ({
    name: month === 0 ? origin : `month ${month}`,
    month,
    vested: Number(vestedAt(schedule, 10n ** 9n, start + month * MONTH_SEC)) / 1e9,
  }));
  let below = 0;
  const areas = allocations.map(({ name, percent }, index) => {
    const [from, to] = [below / 100, (below + percent) / 100];
    below += percent;
    const middle = round(y((from + to) / 2));
    return [
      `<path fill="${COLOURS[index % COLOURS.length]}" fill-opacity=".82" d="M${path(corners, to)}L${path([...corners].reverse(), from)}Z"/>`,
      text(PLOT.right + 14, middle - 2, "allocation", name),
      name && text(PLOT.right + 14, middle + 15, "", `${percent}%`),
    ].join("");
  });

  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="title">`,
    `<title id="title">${escapeXml(`${title}. ${subtitle}`)}</title><style>${STYLE}</style>`,
    `<rect class="paper" width="${WIDTH}" height="${HEIGHT}" rx="16"/>`,
    text(PLOT.left, 50, "title", title),
    text(PLOT.left, 76, "", subtitle),
    ...[0, 0.25, 0.5, 0.75, 1].map((vested) => line(y(vested), `${vested * 100}%`)),
    ...ticks(months).map((month) => text(x(month), PLOT.bottom + 24, "", String(month), "middle")),
    text((PLOT.left + PLOT.right) / 2, PLOT.bottom + 50, "", `months since ${origin}`, "middle"),
    ...areas,
    `<path class="curve" d="M${path(corners, 1)}"/>`,
    ...points.map(
      ({ month, vested }) => `<circle class="point" cx="${round(x(month))}" cy="${round(y(vested))}" r="5"/>`,
    ),
    ...labels(points, x, y),
    "</svg>\n",
  ].join("\n");
}

/** The points where the curve bends or jumps. */
function cornersOf(schedule: Schedule, start: number): Point[] {
  const whole = schedule.reduce((sum, { weight }) => sum + weight, 0n);
  let due = 0n;
  const corner = (time: number) => ({
    month: (time - start) / MONTH_SEC,
    vested: Number((due * 10n ** 9n) / whole) / 1e9,
  });
  const corners = [{ month: 0, vested: 0 }];
  for (const { from, to, weight } of schedule) {
    corners.push(corner(from));
    due += weight;
    corners.push(corner(to));
  }
  return corners;
}

/** Draws a label left of and above each point, right of it at the left edge; leaves out labels that would overlap. */
function labels(
  points: readonly (Point & { name: string })[],
  x: (month: number) => number,
  y: (vested: number) => number,
): string[] {
  const drawn: string[] = [];
  let last: { end: number; y: number } | undefined;
  for (const { name, month, vested } of points) {
    const percent = percentOf(vested);
    const width = Math.max(name.length, percent.length) * 9;
    const atEdge = x(month) - width < PLOT.left;
    const at = { x: atEdge ? x(month) + 2 : x(month) - 8, y: y(vested) - 14 };
    const begin = atEdge ? at.x : at.x - width;
    if (last && begin < last.end && Math.abs(at.y - last.y) < 36) continue;
    last = { end: begin + width, y: at.y };
    const anchor = atEdge ? "start" : "end";
    for (const style of ["mark halo", "mark"]) {
      drawn.push(text(at.x, at.y - 17, style, name, anchor), text(at.x, at.y, style, percent, anchor));
    }
  }
  return drawn;
}

function ticks(months: number): number[] {
  const step = [1, 2, 3, 6, 12, 24, 60, 120].find((size) => months / size <= 12) ?? 240;
  return Array.from({ length: Math.floor(months / step) + 1 }, (_, index) => index * step);
}

const percentOf = (vested: number) => `${Math.floor(vested * 10_000 + 1e-6) / 100}%`;

const line = (y: number, label: string) =>
  `<path class="grid" d="M${PLOT.left} ${round(y)}H${PLOT.right}"/>${text(PLOT.left - 10, y + 5, "", label, "end")}`;

const text = (x: number, y: number, style: string, content: string, anchor = "start") =>
  `<text x="${round(x)}" y="${round(y)}" class="${style}" text-anchor="${anchor}">${escapeXml(content)}</text>`;

const round = (value: number) => Math.round(value * 10) / 10;

const escapeXml = (content: string) => content.replace(/[<>&"']/g, (mark) => `&#${mark.codePointAt(0)};`);
