// SPDX-License-Identifier: GPL-3.0-or-later

/** A block of TypeScript in a page of the documentation; `line`: of its first line, from 1. */
export type Snippet = { line: number; code: string };

/** A statement. Commands of a shell, Solidity and pictures have none. */
const TYPESCRIPT = /^(import|const|await)\b/m;

/** @returns The indented blocks of a page that are TypeScript. */
export function snippetsOf(markdown: string): Snippet[] {
  const lines = markdown.split("\n");
  const snippets: Snippet[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    if (!lines[at]!.startsWith("    ") || lines[at - 1] !== "") continue;
    const first = at;
    while (lines[at]?.startsWith("    ") || (lines[at] === "" && lines[at + 1]?.startsWith("    "))) at += 1;
    const code = lines
      .slice(first, at)
      .map((line) => line.slice(4))
      .join("\n");
    if (TYPESCRIPT.test(code)) snippets.push({ line: first + 1, code });
  }
  return snippets;
}

/** @returns A module of the snippets, each in a scope of its own, behind all of their imports. */
export function moduleOf(snippets: readonly Snippet[]): string {
  const imports = new Set<string>();
  const functions = snippets.map(({ line, code }) => {
    const body = code.replaceAll(/^export (?=const)/gm, "").replace(/^import [^;]+;\n?/gm, (statement) => {
      imports.add(statement.trim());
      return "";
    });
    return `export async function line${line}() {\n${body}\n}`;
  });
  return [...imports, ...functions, ""].join("\n");
}
