// SPDX-License-Identifier: GPL-3.0-or-later
// The printed table: one line an operation, the best peer beside ours, and the rows that ours does not win.
import { type Figure, type Protocol, ROW_IDS, type RowId, rowOf, type Section } from "./rows.ts";

export type Peer = Protocol & {
  /** Source and date of figures that were not measured in this run. */
  quoted?: string;
};

export type Line = {
  row: RowId;
  section: Section;
  operation: string;
  ours?: number;
  goal?: number;
  best?: { peer: string; gas: number; quoted: boolean; note?: string };
  /** Ours / best peer. */
  ratio?: number;
};

/** Joins the figures. The best of several peers is the cheapest, measured or quoted. */
export function linesOf(
  ours: readonly Protocol[],
  peers: readonly Peer[],
  sections: readonly Section[],
): Line[] {
  return ROW_IDS.filter((row) => sections.includes(rowOf(row).section)).map((row) => {
    const { section, operation, goal } = rowOf(row);
    const own = ours.map(({ figures }) => figures[row]).find((figure) => figure !== undefined);
    const best = bestOf(row, peers);
    return {
      row,
      section,
      operation,
      ...(own && { ours: Math.ceil(own.gas) }),
      ...(goal !== undefined && { goal }),
      ...(best && { best }),
      ...(own && best && { ratio: Math.ceil(own.gas) / best.gas }),
    };
  });
}

function bestOf(row: RowId, peers: readonly Peer[]): Line["best"] {
  const offers = peers.flatMap(({ name, quoted, figures }) => {
    const figure: Figure | undefined = figures[row];
    if (!figure) return [];
    const { gas, note } = figure;
    return [{ peer: name, gas: Math.ceil(gas), quoted: quoted !== undefined, ...(note && { note }) }];
  });
  return offers.toSorted((a, b) => a.gas - b.gas)[0];
}

/** Rows where a peer is as cheap, ours is above its goal, or ours is missing. */
export function shortfalls(lines: readonly Line[]): string[] {
  return lines.flatMap(({ section, operation, ours, goal, best, ratio }) => {
    const of = `${section}, ${operation}`;
    if (ours === undefined) return [`${of}: ours was not measured`];
    return [
      ...(ratio !== undefined && ratio >= 1
        ? [`${of}: ${number(ours)} is not below ${best!.peer}'s ${number(best!.gas)}`]
        : []),
      ...(goal !== undefined && ours > goal
        ? [`${of}: ${number(ours)} is above the goal of ${number(goal)}`]
        : []),
    ];
  });
}

const HEAD = ["operation", "ours", "goal", "best peer", "theirs", "ratio", ""];
const LEFT = new Set([0, 3, 6]);

/** The table as text, a heading a section, and the notes of the peers' figures below it. */
export function formatTable(lines: readonly Line[]): string {
  const notes: string[] = [];
  const markOf = (note: string): string => {
    if (!notes.includes(note)) notes.push(note);
    return `[${notes.indexOf(note) + 1}]`;
  };
  const cellsOf = ({ operation, ours, goal, best, ratio }: Line): string[] => [
    `  ${operation}`,
    number(ours),
    number(goal),
    best?.peer ?? "–",
    number(best?.gas),
    ratio?.toFixed(2) ?? "–",
    [best?.quoted && "quoted", best?.note && markOf(best.note)].filter(Boolean).join(" "),
  ];

  const rows: string[][] = [HEAD];
  for (const [index, line] of lines.entries()) {
    if (line.section !== lines[index - 1]?.section) rows.push([line.section]);
    rows.push(cellsOf(line));
  }
  return [alignColumns(rows, LEFT), ...notes.map((note, index) => `[${index + 1}] ${note}`)].join("\n");
}

/** Lists every figure of every protocol, so that the best of a row can be checked. */
export function formatProtocols(protocols: readonly Peer[], sections: readonly Section[]): string {
  const rows = protocols.flatMap(({ name, quoted, figures, others = {} }) => {
    const inRows = ROW_IDS.filter((row) => figures[row] && sections.includes(rowOf(row).section)).map(
      (row) => [
        `  ${rowOf(row).section}: ${rowOf(row).operation}`,
        number(Math.ceil(figures[row]!.gas)),
        figures[row]!.note ?? "",
      ],
    );
    if (inRows.length === 0) return [];
    const besides = Object.entries(others).map(([operation, gas]) => [`  ${operation}`, number(gas), ""]);
    return [[quoted ? `${name} (quoted: ${quoted})` : name], ...inRows, ...besides];
  });
  return alignColumns(rows, new Set([0, 2]));
}

/** Rows of one cell are headings, and widen no column. */
function alignColumns(rows: readonly string[][], left: ReadonlySet<number>): string {
  const widths: number[] = [];
  for (const row of rows.filter(({ length }) => length > 1)) {
    for (const [column, cell] of row.entries()) {
      widths[column] = Math.max(widths[column] ?? 0, cell.length);
    }
  }
  return rows
    .map((row) =>
      row.length === 1
        ? row[0]!
        : row
            .map((cell, column) =>
              left.has(column) ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
            )
            .join("  ")
            .trimEnd(),
    )
    .join("\n");
}

export function number(gas: number | undefined): string {
  return gas === undefined ? "–" : Math.ceil(gas).toLocaleString("en");
}
