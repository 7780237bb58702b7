// SPDX-License-Identifier: GPL-3.0-or-later

/** How often `step` is done in a second of CPU time. Throws where a step comes to nothing. */
export async function perCpuSecond(step: () => unknown, measureMs: number): Promise<number> {
  const once = async () => {
    if ((await step()) === undefined) throw new Error("a step came to nothing");
  };
  // the engine compiles what is often done
  for (const until = performance.now() + measureMs / 4; performance.now() < until; ) await once();
  const started = process.cpuUsage();
  let count = 0;
  for (const until = performance.now() + measureMs; performance.now() < until; count++) await once();
  const { user, system } = process.cpuUsage(started);
  return (count * 1e6) / (user + system);
}
