// SPDX-License-Identifier: GPL-3.0-or-later
import { gzipSync } from "node:zlib";
import { type OutputChunk, rolldown } from "rolldown";

const ENTRY = "\0entry";

/**
 * The bytes that a page loads for `code`, minified and compressed: without viem's own modules, what `external` matches, and what
 * is loaded on demand.
 */
export async function pageBytes(code: string, external: RegExp = /^(viem|mediabunny)/): Promise<number> {
  const entry = {
    name: "entry",
    resolveId: (id: string) => (id === ENTRY ? id : null),
    load: (id: string) => (id === ENTRY ? code : null),
  };
  const bundle = await rolldown({ input: ENTRY, external: [external], plugins: [entry], logLevel: "silent" });
  const { output } = await bundle.generate({ minify: true });
  await bundle.close();
  const chunks = new Map(output.flatMap((file) => (file.type === "chunk" ? [[file.fileName, file]] : [])));
  const loaded = new Set<OutputChunk>();
  const load = (chunk?: OutputChunk) => {
    if (!chunk || loaded.has(chunk)) return;
    loaded.add(chunk);
    for (const file of chunk.imports) load(chunks.get(file));
  };
  load(output[0]);
  return [...loaded].reduce((sum, chunk) => sum + gzipSync(chunk.code, { level: 9 }).length, 0);
}
