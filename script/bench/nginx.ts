// SPDX-License-Identifier: GPL-3.0-or-later
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { waitFor } from "../../agents/localnet/waitFor.ts";

export type Nginx = { url: string; pid: number; stop(): Promise<void> };

/** Starts nginx with one worker that serves `files` by sendfile, each file held open: the fastest way that it has. */
export async function startNginx(port: number, files: Record<string, Buffer>): Promise<Nginx> {
  const directory = mkdtempSync(join(tmpdir(), "tributary-nginx-"));
  for (const [name, bytes] of Object.entries(files))
    writeFileSync(join(directory, name), bytes, { mode: 0o644 });
  const config = join(directory, "nginx.conf");
  writeFileSync(
    config,
    `worker_processes 1; daemon off; user root; pid ${directory}/pid; error_log stderr crit;
    events { worker_connections 256; }
    http {
      access_log off; sendfile on; tcp_nopush on; tcp_nodelay on; keepalive_requests 1000000000;
      open_file_cache max=100; open_file_cache_valid 1h;
      server { listen 127.0.0.1:${port}; root ${directory}; default_type application/octet-stream; }
    }`,
  );
  const master: ChildProcess = spawn("nginx", ["-p", directory, "-c", config], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const url = `http://127.0.0.1:${port}`;
  await waitFor("nginx to answer", async () => (await fetch(`${url}/${Object.keys(files)[0]}`)).ok);
  const [worker] = readFileSync(`/proc/${master.pid}/task/${master.pid}/children`, "utf8").trim().split(" ");
  return {
    url,
    pid: Number(worker),
    async stop() {
      master.kill("SIGTERM");
      await once(master, "exit");
      rmSync(directory, { recursive: true });
    },
  };
}
