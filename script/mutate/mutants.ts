// SPDX-License-Identifier: GPL-3.0-or-later
// Small faults, made on purpose, in Solidity and TypeScript alike: a test has to notice each.

/** `after` stands for `before` in line `line` (from 1) of the file. */
export type Mutant = { line: number; before: string; after: string; text: string };

/** What is replaced by what: each match is a mutant of its own. */
const OPERATORS: [RegExp, string][] = [
  [/ < /g, " <= "],
  [/ <= /g, " < "],
  [/ > /g, " >= "],
  [/ >= /g, " > "],
  [/ == /g, " != "],
  [/ != /g, " == "],
  [/ === /g, " !== "],
  [/ !== /g, " === "],
  [/ \+ /g, " - "],
  [/ - /g, " + "],
  [/ \* /g, " + "],
  [/ \+= /g, " -= "],
  [/ -= /g, " += "],
  [/ << /g, " >> "],
  [/ >> /g, " << "],
  [/ & /g, " | "],
  [/ \| /g, " & "],
  [/ && /g, " || "],
  [/ \|\| /g, " && "],
  [/\btrue\b/g, "false"],
  [/\bfalse\b/g, "true"],
  [/\bMath\.min\(/g, "Math.max("],
  [/\bMath\.max\(/g, "Math.min("],
  [/\bLib\.min\(/g, "Lib.max("],
  [/\bLib\.max\(/g, "Lib.min("],
  [/\.some\(/g, ".every("],
  [/\.every\(/g, ".some("],
  // in assembly an operator is a function
  [/(?<![.\w])lt\(/g, "gt("],
  [/(?<![.\w])gt\(/g, "lt("],
  [/(?<![.\w])add\(/g, "sub("],
  [/(?<![.\w])sub\(/g, "add("],
  [/(?<![.\w])shl\(/g, "shr("],
  [/(?<![.\w])shr\(/g, "shl("],
  [/(?<![.\w])and\(/g, "or("],
  [/(?<![.\w])or\(/g, "and("],
  [/ non(?:Read)?Reentrant\b/g, ""],
  [/\bif \((?=.*\) revert )/g, "if (false && "],
  [/^ +(?:_require\w+|delete |emit )[^{}]*;$/g, ""],
];
/** A line that no test can see: comments, imports, declarations of types. */
const SILENT = /^\s*(?:\/\/|\/\*|\*|import\b|pragma\b|using\b|event\b|error\b|type\b|export type\b)/;

export function mutantsOf(source: string): Mutant[] {
  return source.split("\n").flatMap((line, index) => {
    if (SILENT.test(line)) return [];
    const code = line.replace(/\s\/\/ .*$/, "");
    return OPERATORS.flatMap(([pattern, replacement]) =>
      [...code.matchAll(pattern)].map((match) => ({
        line: index + 1,
        before: match[0].trim(),
        after: replacement.trim(),
        text: line.slice(0, match.index) + replacement + line.slice(match.index + match[0].length),
      })),
    );
  });
}

/** @returns `source` with the mutant's line in place of its own. */
export function mutate(source: string, { line, text }: Mutant): string {
  const lines = source.split("\n");
  lines[line - 1] = text;
  return lines.join("\n");
}

/** @returns `count` of the mutants, spread evenly over the file; the same ones each time. */
export function sampleOf(mutants: Mutant[], count: number): Mutant[] {
  if (mutants.length <= count) return mutants;
  return Array.from({ length: count }, (_, i) => mutants[Math.floor((i * mutants.length) / count)]!);
}
