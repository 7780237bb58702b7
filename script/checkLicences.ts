// SPDX-License-Identifier: GPL-3.0-or-later
// The repository is GPL-3.0-or-later, like circomlib and snarkjs; the files that dApps compile in are MIT, and must stay
// free of the rest. Fails when a file names another licence than its folder's, or an MIT file imports one that is not MIT.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const MIT_FOLDERS = ["agents/sdk/", "src/interfaces/", "src/types/"];
/** Packages under MIT, or MPL-2.0, which covers its own files alone; any other import of an MIT file must be an MIT file. */
const FREE_PACKAGES =
  /^(node:|(viem|hash-wasm|solady|mediabunny|react|wagmi|@noble\/(curves|hashes)|@tanstack\/react-query)(\/|$))/;

const isMit = (file: string) => MIT_FOLDERS.some((folder) => file.startsWith(folder));
/** Whether a file is outside the part that dApps compile in. */
const isBeside = (file: string) => /\.test\.ts$|\/(testing|examples)\//.test(file);

// lib/ holds foreign code, under licences of its own
const sources = execFileSync(
  "git",
  ["ls-files", "*.sol", "*.ts", "*.tsx", "*.mjs", "*.circom", "script/*", ":!:lib"],
  { encoding: "utf8" },
)
  .split("\n")
  .filter((file) => /\.(sol|tsx?|mjs|circom|sh)$/.test(file));

const problems = sources.flatMap((file) => {
  const text = readFileSync(file, "utf8");
  const expected = isMit(file) ? "MIT" : "GPL-3.0-or-later";
  const given = /SPDX-License-Identifier: (\S+)/.exec(text.slice(0, 400))?.[1];
  const wrong = given === expected ? [] : [`${file} names the licence ${given}, its folder's is ${expected}`];
  if (!isMit(file) || isBeside(file)) return wrong;
  const foreign = importsOf(file, text).filter((path) => !isMit(path) && !FREE_PACKAGES.test(path));
  return [...wrong, ...foreign.map((path) => `${file} is MIT, but imports ${path}`)];
});
for (const problem of problems) console.error(problem);
process.exit(problems.length === 0 ? 0 : 1);

/** The imports of a file: paths of this repository, or names of packages. */
function importsOf(file: string, text: string): string[] {
  const statements = text.matchAll(/^(?:import|export|\})(?: [^"\n]*from)? "([^"]+)";$/gm);
  return [...statements].map(([, path = ""]) => (path.startsWith(".") ? join(dirname(file), path) : path));
}
