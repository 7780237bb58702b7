// SPDX-License-Identifier: GPL-3.0-or-later
// Run after every change of dependencies. Where a registry mirror lacks the packages of some platforms, npm leaves them out
// of package-lock.json, and `npm ci` then refuses the file. The packages are optional and never installed here: naming them is enough.
import { readFileSync, writeFileSync } from "node:fs";

type Package = { version?: string; dev?: boolean; optionalDependencies?: Record<string, string> };

const FILE = "package-lock.json";
const OS = [
  "aix",
  "android",
  "darwin",
  "freebsd",
  "linux",
  "netbsd",
  "openbsd",
  "openharmony",
  "sunos",
  "win32",
];
const CPU: Record<string, string> = { amd64: "x64", x64: "x64", arm64: "arm64" };

const lock = JSON.parse(readFileSync(FILE, "utf8")) as { packages: Record<string, Package> };
for (const { dev, optionalDependencies = {} } of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const path = `node_modules/${name}`;
    // resolving a range would need the registry
    if (lock.packages[path] || !/^\d+\.\d+\.\d+$/.test(version)) continue;
    const words = name.split(/[-/]/);
    const cpu = words.flatMap((word) => CPU[word] ?? []);
    const os = words.filter((word) => OS.includes(word));
    if (cpu.length === 0 || os.length === 0) continue;
    const libc = words.includes("musl") && { libc: ["musl"] };
    lock.packages[path] = { version, cpu, ...(dev && { dev }), ...libc, optional: true, os } as Package;
    console.log(`named ${name}@${version}`);
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(FILE, `${JSON.stringify(lock, undefined, 2)}\n`);
