// SPDX-License-Identifier: GPL-3.0-or-later
import type { Exported, Field } from "./exported.ts";

/** The longest list of types that a reader reads; above, names alone say more. */
const LONG = 300;

/** The lines of exports: a list of those that a line says, then a section for each other. */
export function sections(all: readonly Exported[]): string[] {
  const brief = all.filter(isBrief).map(briefly);
  return [
    ...(brief.length > 0 ? ["", ...brief] : []),
    ...all.filter((one) => !isBrief(one)).flatMap(section),
  ];
}

/** Heading, words, call, parameters, answer, errors, example. */
function section(one: Exported): string[] {
  const { name, kind, about, tags, parameters, signature, returns } = one;
  const words = about || flat((tags.returns ?? []).join(" "));
  const isCalled = kind !== "class" && kind !== "type" && kind !== "constant";
  const answer = isCalled
    ? answerOf(kind === "write" ? `\`${name}Sync\` returns` : "Returns", returns, kind)
    : [];
  const code = codeOf(kind, name, signature);
  return [
    ...["", `### ${name}`],
    ...(words ? ["", flat(words)] : []),
    ...(code.length > 0 ? ["", ...indented(code.join("\n"))] : []),
    ...(parameters.length > 0 ? ["", ...parameters.map(bullet)] : []),
    ...answer,
    ...(tags.throws ? ["", `Throws ${flat(tags.throws.join("; "))}`] : []),
    ...(tags.example ?? []).flatMap((text) => ["", "Example:", "", ...indented(text.trim())]),
  ];
}

/** Whether a line says all: a call whose parameters and errors have no words of their own. */
function isBrief({ kind, tags, parameters, signature }: Exported): boolean {
  const isPlain = !tags.example && !tags.throws && parameters.every(({ about }) => about === "");
  return (kind === "read" || kind === "function") && isPlain && signature.length < LONG / 3;
}

/** As `split.getClaimed({ position: number, split: bigint })`, its answer, and its words. */
function briefly({ about, tags, parameters, signature, returns }: Exported): string {
  const typed = parameters.map(({ name, isOptional, type }) => `${name}${isOptional ? "?" : ""}: ${type}`);
  const call = signature.replace(/\{ [^{}]* \}\)$/, `{ ${typed.join(", ")} })`);
  const answer = typeof returns === "string" ? returns : `{ ${returns.map(({ name }) => name).join(", ")} }`;
  const words = about || (tags.returns ?? []).join(" ");
  return `- \`${call}: ${answer}\`${words && `. ${flat(words)}`}`;
}

/** @returns The lines of code under a heading: a call, a declaration, or a constant's short type. */
function codeOf(kind: Exported["kind"], name: string, signature: string): string[] {
  if (kind === "class" || (kind === "constant" && signature.length > LONG / 3)) return [];
  return kind === "constant" ? [`${name}: ${signature}`] : signature.split("\n");
}

function answerOf(verb: string, returns: Exported["returns"], kind: Exported["kind"]): string[] {
  if (returns === "void" || returns === "") return [];
  if (typeof returns === "string") return ["", `${verb} \`${returns}\`.`];
  const own = returns.filter(({ name }) => !(kind === "write" && name === "receipt"));
  const list = own.map(({ name, type }) => `\`${name}: ${type}\``);
  const all = kind === "write" ? [...list, "the `receipt`"] : list;
  const text = all.join(", ");
  return ["", `${verb} ${text.length > LONG ? own.map(({ name }) => `\`${name}\``).join(", ") : text}.`];
}

const indented = (text: string) => text.split("\n").map((line) => `    ${line}`.trimEnd());

const bullet = ({ name, isOptional, type, about }: Field) =>
  `- \`${name}${isOptional ? "?" : ""}: ${type}\`${about && `: ${flat(about)}`}`;

/** One line of text. */
export const flat = (text: string) => text.replaceAll(/\s*\n\s*/g, " ").trim();
