// SPDX-License-Identifier: GPL-3.0-or-later
// The rooms of agents/, each with the rooms that it may import. A new folder, such as a role's, gets its line here.
import { readFileSync } from "node:fs";
import { posix } from "node:path";

/** The rooms that a role may import. A role never imports another role. */
const ROLE = [
  "sdk",
  "kernel",
  "vouchers",
  "curve",
  "splits",
  "wallet",
  "operators",
  "sessions",
  "demands",
  "interactions",
];
/** The rooms that tests, benches and folders named testing/ or examples/ may import beside their own room's. */
const BESIDE = ["sdk", "kernel", "localnet"];

/** The rooms from the bottom up. A room may import the rooms that its line names, all from lines above. */
export const ROOMS: Record<string, readonly string[]> = {
  sdk: [],

  "kernel/terminal": ["sdk"],
  "kernel/process": ["kernel/terminal"],
  "kernel/config": ["kernel/process"],
  "kernel/store": ["kernel/process", "kernel/config"],
  "kernel/http": ["sdk", "kernel/process", "kernel/config"],
  "kernel/chain": ["sdk", "kernel/process", "kernel/config", "kernel/store"],
  "kernel/tx": ["sdk", "kernel/process", "kernel/config", "kernel/store", "kernel/chain"],
  "kernel/node.ts": ["sdk", "kernel"],

  splits: ["sdk", "kernel"],
  vouchers: ["sdk", "kernel"],
  curve: ["sdk", "vouchers"],
  localnet: ["sdk", "kernel"],
  "kernel/testing": ["sdk", "kernel", "localnet"],
  wallet: ["sdk", "kernel"],
  operators: ["sdk", "kernel"],
  sessions: ["sdk", "kernel"],
  demands: ["sdk", "kernel"],
  interactions: ["sdk", "kernel", "vouchers"],
  circuits: ["kernel/process", "splits"],

  sequencer: ROLE,
  prover: [...ROLE, "circuits"],
  watchtower: ROLE,
  challenger: ROLE,
  edge: ROLE,
  keyholder: ROLE,
  publisher: ROLE,
  signin: ROLE,

  web: ["sdk", "splits"],

  // may import every room above
  devnet: ["*"],
  commands: ["*"],
  "cli.ts": ["*"],
  "tributary.mjs": ["*"],
};

/** Rooms whose shipped files run in a browser: no import leads from one to a module of Node. */
export const FOR_PAGES = ["sdk", "splits", "web"];
/** The folder of a room for pages that is for Node alone; what a page imports may not lead there. */
const FOR_NODE = "agents/sdk/node/";

/** Imports by file; a target is a path of this repository, `node:x`, or a package. */
export type Imports = ReadonlyMap<string, readonly Import[]>;
export type Import = { target: string; isType: boolean };

const SPECIFIER =
  /\b(import|export)\s+(type\s)?[^"';]*?\bfrom\s*["']([^"']+)["']|\bimport\s*\(?\s*["']([^"']+)["']/g;
const WORKSPACE = /^@tributary\/(\w+)(?=\/|$)/;

/** Reads the imports of `files`: static, dynamic, and of types alone. */
export function readImports(files: readonly string[]): Imports {
  return new Map(files.map((file) => [file, importsOf(file, readFileSync(file, "utf8"))]));
}

/** The imports in a file's text. */
export function importsOf(file: string, text: string): Import[] {
  return [...withoutComments(text).matchAll(SPECIFIER)].map(([, , type, from, bare]) => {
    const named = (from ?? bare!).replace(WORKSPACE, "agents/$1");
    const target = named.startsWith(".") ? posix.join(posix.dirname(file), named) : named;
    return { target, isType: type !== undefined };
  });
}

/** Names every import that leads up, across, or from a page to Node, as a sentence. */
export function violationsOf(imports: Imports, rooms = ROOMS): string[] {
  return [
    ...disorder(rooms),
    ...[...imports.keys()].flatMap((file) => [
      ...forbidden(file, imports.get(file)!, rooms),
      ...nodeInPage(file, imports),
    ]),
  ];
}

/** The room of a path in agents/ or circuits/; undefined for any other path. */
export function roomOf(path: string): string | undefined {
  const [top, ...rest] = path.split("/");
  if (top === "circuits") return "circuits";
  if (top !== "agents") return undefined;
  const [room = "", inner] = rest;
  // a test belongs to its file's room
  return room === "kernel" && inner ? `kernel/${inner.replace(/(\.chain)?\.test\.ts$/, ".ts")}` : room;
}

/** Names the rooms that name a room below their own line. A table without any has no circle. */
function disorder(rooms: typeof ROOMS): string[] {
  const names = Object.keys(rooms);
  return names.flatMap((room, line) =>
    rooms[room]!.filter(
      (other) => other !== "*" && !names.slice(0, line).some((name) => covers(other, name)),
    ).map((other) => `script/layers.ts: ${room} names ${other}, which does not stand above its line`),
  );
}

function forbidden(file: string, imports: readonly Import[], rooms: typeof ROOMS): string[] {
  const from = roomOf(file);
  if (from === undefined) return [];
  const allowed = rooms[from];
  if (!allowed)
    return [`${file}: ${from} is not in the table of script/layers.ts; declare what it may import`];
  return imports.flatMap(({ target }) => {
    const to = roomOf(target);
    if (to === undefined || to === from) return [];
    if (isAllowed(to, allowed, from, rooms)) return [];
    if (isBeside(file) && (isBeside(target) || BESIDE.some((room) => covers(room, to)))) return [];
    return [`${file} imports ${target}: ${from} may not import ${to}`];
  });
}

function isAllowed(to: string, allowed: readonly string[], from: string, rooms: typeof ROOMS): boolean {
  const names = Object.keys(rooms);
  if (allowed.includes("*")) return names.indexOf(to) !== -1 && names.indexOf(to) < names.indexOf(from);
  // "kernel" covers the whole kernel, except its testing room
  return allowed.some((room) => covers(room, to)) && to !== "kernel/testing";
}

function nodeInPage(file: string, imports: Imports): string[] {
  if (!FOR_PAGES.includes(roomOf(file) ?? "") || isBeside(file) || file.startsWith(FOR_NODE)) return [];
  const trail = pathToNode(file, imports, new Set());
  return trail ? [`${file} is for pages, but leads to Node: ${trail.join(" → ")}`] : [];
}

/** Imports of types vanish when a page is built. */
function pathToNode(file: string, imports: Imports, seen: Set<string>): string[] | undefined {
  seen.add(file);
  for (const { target, isType } of imports.get(file) ?? []) {
    if (isType || seen.has(target)) continue;
    const rest = target.startsWith("node:") ? [target] : pathToNode(target, imports, seen);
    if (rest) return target.startsWith("node:") ? [file, target] : [file, ...rest];
  }
  return undefined;
}

const covers = (room: string, other: string) => other === room || other.startsWith(`${room}/`);
const isBeside = (file: string) => /\.test\.ts$|\/(testing|examples|test)\//.test(file);
const withoutComments = (text: string) => text.replace(/^\s*(\/\/|\/?\*).*$/gm, "");
