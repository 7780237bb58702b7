// SPDX-License-Identifier: GPL-3.0-or-later
import { spawnSync } from "node:child_process";

/** Installs Debian packages without what they only recommend; where this user may not, or there is no apt, nothing happens. */
export function aptInstall(...names: string[]): void {
  if (process.getuid?.() !== 0 || !run("apt-get", "--version")) return;
  // two suites may install at once, and the lists have a lock that apt does not wait for
  const apt = (...args: string[]) => run("flock", "/tmp/tributary-apt.lock", "apt-get", "-q", ...args);
  const install = () => apt("install", "-y", "--no-install-recommends", ...names);
  // the lists of packages may be missing, or older than the packages
  if (!install() && apt("update")) install();
}

function run(program: string, ...args: string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const { status, stderr } = spawnSync(program, args, { env, encoding: "utf8" });
  if (status !== 0) console.error(stderr ?? `${program} is not here`);
  return status === 0;
}
