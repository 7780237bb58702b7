// SPDX-License-Identifier: GPL-3.0-or-later
// The package, as its readers have it: `npm run check:package`. Packs the SDK, installs the tarball in projects outside the clone,
// and compiles, runs and bundles it there, with their tools. Downloads 900 MB, so it is no part of `npm test`. Names of projects as
// arguments run those alone: `npm run check:package -- next graph`.
import { execFileSync } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endRows, failures, row } from "../checkRows.ts";
import { type Elsewhere, elsewhere } from "./elsewhere.ts";
import { compilerOptions, DOORS, DOORS_WITHOUT_PEERS, HOOKS, PAGE, READER, RESOLUTIONS } from "./readers.ts";
import { castInterface, graphCodegen, wagmiGenerate } from "./tools.ts";

/** The goal of what `npm i` adds beside viem. */
const MOST_PACKAGES = 5;
const PEERS = ["mediabunny", "react", "react-dom", "wagmi", "@tanstack/react-query"];
const TYPES = ["@types/react", "@types/node"];

const only = process.argv.slice(2);
const root = await mkdtemp(join(tmpdir(), "tributary-package-"));
try {
  const [packed] = JSON.parse(
    execFileSync("npm", ["pack", "--json", "-w", "agents/sdk", "--pack-destination", root], {
      encoding: "utf8",
    }),
  ) as [{ filename: string; size: number }];
  const tarball = join(root, packed.filename);
  console.log(`| what | result |\n|---|---|\n| the tarball | ${packed.size} bytes |`);

  await withProject("alone", ["viem"], async (project) => {
    const before = await project.count();
    await project.install(tarball);
    await row("packages beside viem", async () => {
      const added = (await project.count()) - before;
      if (added > MOST_PACKAGES) throw new Error(`${added} packages, at most ${MOST_PACKAGES}`);
      return String(added);
    });
    await row("runs without any peer but viem", () => runs(project, "node", DOORS_WITHOUT_PEERS));
  });

  const node20 = `node-20@npm:node-${process.platform}-${process.arch}@20`;
  const compilers = ["typescript@5.9", "typescript-7@npm:typescript@7"];
  const linters = ["publint", "@arethetypeswrong/cli"];
  const readers = ["viem", tarball, ...PEERS, ...TYPES, ...compilers, ...linters, node20, "vite", "esbuild"];
  await withProject("readers", readers, async (project) => {
    await row("Node 20, by each door", () => runs(project, "node_modules/node-20/bin/node", DOORS));
    await row("Node 24, by each door", () => runs(project, process.execPath, DOORS));
    for (const compiler of ["typescript", "typescript-7"])
      for (const resolution of RESOLUTIONS)
        await row(
          `${compiler === "typescript" ? "TypeScript 5.9" : "TypeScript 7"}, ${resolution.moduleResolution}`,
          () => compiles(project, compiler, resolution),
        );
    await row("Vite", () => viteBuild(project));
    await row("esbuild", () => esbuild(project));
    await row("publint", async () => {
      await project.run("publint", "--strict", tarball);
      return "clean";
    });
    await row("attw", async () => {
      await project.run("attw", tarball, "--profile", "esm-only");
      return "clean";
    });
  });

  await withProject("next", ["viem", tarball, ...PEERS, ...TYPES, "typescript@5.9", "next"], (project) =>
    row("Next", () => nextBuild(project)),
  );
  const tools = ["viem", tarball, "wagmi", "react", "@tanstack/react-query", "typescript@5.9"];
  await withProject("tools", [...tools, "@wagmi/cli", "@foundry-rs/cast"], async (project) => {
    await row("wagmi generate", () => wagmiGenerate(project));
    await row("cast interface", () => castInterface(project));
  });
  await withProject("graph", ["viem", tarball, "@graphprotocol/graph-cli"], (project) =>
    row("graph codegen", () => graphCodegen(project)),
  );
} finally {
  await rm(root, { recursive: true, force: true });
}
endRows();

/** Projects come and go one by one: together they take 1 GB. */
async function withProject(name: string, packages: string[], work: (project: Elsewhere) => Promise<void>) {
  if (only.length > 0 && !only.includes(name)) return;
  const project = await elsewhere(join(root, name));
  try {
    await project.install(...packages);
    await work(project);
  } catch (error) {
    failures.push(error);
    console.log(`| ${name} | not installed |`);
  } finally {
    await rm(project.folder, { recursive: true, force: true });
  }
}

async function runs(project: Elsewhere, node: string, code: string): Promise<string> {
  await project.write("doors.js", code);
  const printed = await project.run(node, "doors.js");
  if (/false/.test(printed)) throw new Error(`a door lacks something: ${printed}`);
  return (await project.run(node, "--version")).trim();
}

async function compiles(project: Elsewhere, compiler: string, resolution: (typeof RESOLUTIONS)[number]) {
  await project.write("reader.ts", READER);
  await project.write("hooks.ts", HOOKS);
  const files = ["reader.ts", "hooks.ts"];
  await project.write(
    "tsconfig.json",
    JSON.stringify({ compilerOptions: compilerOptions(resolution), files }),
  );
  await project.run("node", `node_modules/${compiler}/bin/tsc`, "-p", ".");
  return (await project.run("node", `node_modules/${compiler}/bin/tsc`, "--version")).trim();
}

async function viteBuild(project: Elsewhere): Promise<string> {
  await project.write("page.js", PAGE);
  await project.write("index.html", '<video></video><script type="module" src="/page.js"></script>');
  await project.run("vite", "build");
  const assets = await readdir(join(project.folder, "dist/assets"));
  // what `default-src 'self'` forbids
  for (const asset of assets)
    if (/\bnew Function\(|[^.\w]eval\(/.test(await project.read(`dist/assets/${asset}`)))
      throw new Error(`${asset} makes code out of text`);
  return `${assets.length} files, none of which makes code out of text`;
}

/** As a classic script, which has no top-level `await`. */
async function esbuild(project: Elsewhere): Promise<string> {
  await project.write("page.js", PAGE);
  const into = ["--bundle", "--minify", "--format=iife", "--target=es2022", "--outfile=out.js"];
  await project.run("esbuild", "page.js", ...into);
  return "a classic script";
}

async function nextBuild(project: Elsewhere): Promise<string> {
  const layout = `export default function Layout({ children }: { children: React.ReactNode }) {
  return <html lang="en"><body>{children}</body></html>;
}
`;
  const page = `"use client";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { createConfig, http, WagmiProvider } from "wagmi";
import { foundry } from "wagmi/chains";
import "./play.js";
import { useStake } from "./hooks";
const config = createConfig({ chains: [foundry], transports: { [foundry.id]: http() }, ssr: true });
const queries = new QueryClient();
function Player() {
  const video = useRef<HTMLVideoElement>(null);
  const { amount } = useStake();
  useEffect(() => { video.current?.load(); }, []);
  return <video ref={video} title={String(amount)} />;
}
export default function Page() {
  return <WagmiProvider config={config}><QueryClientProvider client={queries}><Player /></QueryClientProvider></WagmiProvider>;
}
`;
  // on the server, without a directive
  const route = `import { channel } from "@tributary/sdk";
import { play } from "@tributary/sdk/player";
export const GET = () => new Response(typeof channel.open + typeof play);
`;
  // Next adds what it needs
  await project.write(
    "tsconfig.json",
    JSON.stringify({ compilerOptions: { target: "es2022", strict: true } }),
  );
  await project.write("app/layout.tsx", layout);
  await project.write("app/page.tsx", page);
  await project.write("app/play.js", PAGE);
  await project.write("app/hooks.ts", HOOKS);
  await project.write("app/api/route.ts", route);
  await project.run("next", "build");
  return (await project.run("next", "--version")).trim();
}
