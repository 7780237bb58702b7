// SPDX-License-Identifier: GPL-3.0-or-later
// What tools of other people make of the ABIs.
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Abi, AbiEvent, AbiParameter } from "viem";
import type { Elsewhere } from "./elsewhere.ts";

const ABIS = "node_modules/@tributary/sdk/abi";

async function abisOf(project: Elsewhere): Promise<{ name: string; path: string; abi: Abi }[]> {
  const files = (await readdir(join(project.folder, ABIS))).sort();
  const read = async (file: string) => ({
    ...{ name: file.replace(".json", ""), path: `${ABIS}/${file}` },
    abi: JSON.parse(await project.read(`${ABIS}/${file}`)) as Abi,
  });
  return Promise.all(files.map(read));
}

/** `cast interface`: each function stands in the interface. */
export async function castInterface(project: Elsewhere): Promise<string> {
  const abis = await abisOf(project);
  let functions = 0;
  for (const { name, path, abi } of abis) {
    const made = (await project.run("cast", "interface", path, "--name", name)).matchAll(
      /\bfunction (\w+)\(/g,
    );
    const expected = abi.flatMap((item) => (item.type === "function" ? [item.name] : []));
    const found = [...made].map(([, found]) => found);
    if (found.sort().join() !== expected.sort().join())
      throw new Error(`cast makes other functions of ${path}: ${found}`);
    functions += found.length;
  }
  return `${functions} functions of ${abis.length} contracts`;
}

/** `wagmi generate`: hooks for each contract, which compile. */
export async function wagmiGenerate(project: Elsewhere): Promise<string> {
  await project.write(
    "wagmi.config.mjs",
    `import { react } from "@wagmi/cli/plugins";
import { abis } from "@tributary/sdk/abis";
const contracts = Object.entries(abis).map(([name, abi]) => ({ name, abi }));
export default { out: "generated.ts", contracts, plugins: [react()] };
`,
  );
  await project.run("wagmi", "generate", "--config", "wagmi.config.mjs");
  const compilerOptions = { module: "esnext", moduleResolution: "bundler", noEmit: true, strict: true };
  const files = ["generated.ts"];
  await project.write(
    "tsconfig.json",
    JSON.stringify({ compilerOptions: { ...compilerOptions, skipLibCheck: true, types: [] }, files }),
  );
  await project.run("node", "node_modules/typescript/bin/tsc", "-p", ".");
  const hooks = (await project.read("generated.ts")).match(/export const use\w+ =/g) ?? [];
  if (!hooks.some((hook) => hook.includes("useReadStakingEarned"))) throw new Error("a hook is missing");
  return `${hooks.length} hooks, which compile`;
}

/** `graph codegen`: a subgraph of every event of every contract. */
export async function graphCodegen(project: Elsewhere): Promise<string> {
  const abis = (await abisOf(project)).filter(({ abi }) => eventsOf(abi).length > 0);
  const sourceOf = ({ name, path, abi }: (typeof abis)[number]) => ({
    ...{ kind: "ethereum", name, network: "mainnet" },
    source: { address: `0x${"11".repeat(20)}`, abi: name, startBlock: 0 },
    mapping: {
      ...{
        kind: "ethereum/events",
        apiVersion: "0.0.9",
        language: "wasm/assemblyscript",
        entities: ["Seen"],
      },
      ...{ abis: [{ name, file: `./${path}` }], file: "./mapping.ts" },
      eventHandlers: eventsOf(abi).map((event) => ({ event: graphSignature(event), handler: "handle" })),
    },
  });
  const manifest = {
    specVersion: "1.2.0",
    schema: { file: "./schema.graphql" },
    dataSources: abis.map(sourceOf),
  };
  // JSON is YAML
  await project.write("subgraph.yaml", JSON.stringify(manifest));
  await project.write("schema.graphql", "type Seen @entity(immutable: true) { id: Bytes! }\n");
  await project.write("mapping.ts", "export function handle(): void {}\n");
  await project.run("graph", "codegen");
  let events = 0;
  for (const { name, abi } of abis) {
    const made = await project.read(`generated/${name}/${name}.ts`);
    for (const { name: event } of eventsOf(abi)) {
      if (!made.includes(`export class ${event} extends ethereum.Event`))
        throw new Error(`graph codegen makes no class of ${name}.${event}`);
      events += 1;
    }
  }
  return `${events} events of ${abis.length} contracts`;
}

const eventsOf = (abi: Abi) => abi.filter((item): item is AbiEvent => item.type === "event");

/** An event as The Graph names it: `Staked(indexed address,uint96)`. */
const graphSignature = ({ name, inputs }: AbiEvent) =>
  `${name}(${inputs.map((input) => `${input.indexed ? "indexed " : ""}${typeOf(input)}`).join(",")})`;

function typeOf(input: AbiParameter): string {
  if (!("components" in input)) return input.type;
  return `(${input.components.map(typeOf).join(",")})${input.type.slice("tuple".length)}`;
}
