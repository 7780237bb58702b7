// SPDX-License-Identifier: GPL-3.0-or-later

import { createHash } from "node:crypto";
import { existsSync, globSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { InlineConfig, Rolldown } from "vite";
import { makeDirectory } from "../../kernel/process/directory.ts";
import { REPOSITORY } from "../../localnet/deploy.ts";
import { compressed } from "./encodings.ts";
import { slimPackages } from "./slimPackages.ts";

const WEB = join(REPOSITORY, "agents/web");
/** One folder for each state of the sources, so that two runs may build at once. */
const BUILDS = join(REPOSITORY, ".cache/web");

type Groups = NonNullable<Exclude<NonNullable<Rolldown.OutputOptions["codeSplitting"]>, boolean>["groups"]>;
const OURS = "agents/web/src/";
/** Few files, each compressed as one; what reads any media file, hls.js, what proves a share and what meets peers come by themselves, and late. */
const GROUPS: Groups = [
  { name: "mediabunny", test: /mediabunny/ },
  { name: "first", tags: ["$initial"] },
  {
    name: "watch",
    test: new RegExp(`${OURS}((access|ui|wallet|watch)/(?!joinPeers)|[^/]+$)|agents/sdk/(chain|encryption)/`),
  },
  {
    name: "studio",
    test: new RegExp(`${OURS}(people|publish|studio)/(?!claim|proving|tableFile)|agents/sdk/publishing/`),
  },
];

/** The files of the page by their paths, as `/assets/main-x.js`; `/index.html` is one of them. Beside each stand its compressed copies. */
export type PageFiles = ReadonlyMap<string, Buffer>;

/**
 * The files of `agents/web`, built anew when a source changed; none where Vite is not installed.
 *
 * @param onBuild Called before a build, which takes some seconds.
 */
export async function pageFiles(onBuild: () => void = () => {}): Promise<PageFiles> {
  const built = join(BUILDS, hashOfSources());
  if (!existsSync(built)) {
    const vite = await import("vite").catch(() => undefined);
    if (!vite) return new Map();
    onBuild();
    await buildInto(built, async (folder) => {
      await vite.build(configOf(folder));
      await compressAll(folder);
    });
  }
  return readFiles(built);
}

async function buildInto(folder: string, build: (folder: string) => Promise<void>): Promise<void> {
  const scratch = `${folder}.${process.pid}`;
  // Vite takes its mode from here, and leaves it here for every process that this one starts
  const { NODE_ENV } = process.env;
  process.env.NODE_ENV = "production";
  await build(scratch).finally(() => {
    if (NODE_ENV === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = NODE_ENV;
  });
  for (const old of readdirSync(BUILDS).filter((name) => !name.includes(".")))
    rmSync(join(BUILDS, old), { recursive: true, force: true });
  try {
    renameSync(scratch, folder);
  } catch (error) {
    // another run was quicker
    if (!existsSync(folder)) throw error;
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Once for each build: the best compression takes seconds. */
async function compressAll(folder: string): Promise<void> {
  await Promise.all(
    [...readFiles(folder)].map(async ([path, bytes]) => {
      for (const { ending, bytes: smaller } of await compressed(bytes))
        await writeFile(join(folder, path + ending), smaller);
    }),
  );
}

export function configOf(outDir: string): InlineConfig {
  makeDirectory(BUILDS);
  return {
    root: WEB,
    configFile: false,
    logLevel: "error",
    plugins: [slimPackages()],
    // the page's policy forbids WebAssembly
    resolve: { alias: { "hash-wasm": join(WEB, "src/noWasm.ts") } },
    // the policy forbids data in place of files
    build: {
      ...{ outDir, emptyOutDir: true, target: "es2022", assetsInlineLimit: 0, reportCompressedSize: false },
      modulePreload: { polyfill: false },
      rolldownOptions: { output: { codeSplitting: { groups: GROUPS } } },
    },
  };
}

/** Everything that the page is made of: a change of any file is a new page. */
function hashOfSources(): string {
  const sources = [
    ...globSync("agents/{web,sdk,splits}/**/*.{ts,tsx,css,svg,html,json}", {
      cwd: REPOSITORY,
      exclude: ["**/dist/**", "**/node_modules/**", "**/testing/**", "**/*.test.ts", "agents/sdk/abi/**"],
    }),
    "agents/devnet/page/buildPage.ts",
    "agents/devnet/page/encodings.ts",
    "agents/devnet/page/slimPackages.ts",
    "package-lock.json",
  ].sort();
  const hash = createHash("sha256");
  for (const file of sources) hash.update(`${file}\0`).update(readFileSync(join(REPOSITORY, file)));
  return hash.digest("hex").slice(0, 16);
}

function readFiles(folder: string): PageFiles {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return new Map(
    names.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path.slice(folder.length).replaceAll("\\", "/"), readFileSync(path)];
    }),
  );
}
