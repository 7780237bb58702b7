// SPDX-License-Identifier: GPL-3.0-or-later
// A role to be stopped in many ways: `node roleChild.ts <behaviour>`.

import { createHttpServer } from "../http/server.ts";
import { TryAgainError, UserError } from "../process/errors.ts";
import { runRole, untilCutOff } from "../process/lifecycle.ts";
import { createLogger } from "../process/log.ts";
import { createMetrics } from "../process/metrics.ts";
import { createReadiness } from "../process/readiness.ts";

const behaviour = process.argv[2];

await runRole(
  "child",
  async () => {
    if (behaviour === "user error") throw new UserError("The file is gone.", "Make it again.");
    if (behaviour === "try again") throw new TryAgainError("The chain is away.");
    if (behaviour === "hangs at the start") {
      setInterval(() => {}, 1_000);
      console.log("started");
      await untilCutOff(new Promise(() => {}));
    }
    if (behaviour === "unhandled") setTimeout(() => Promise.reject(new Error("nobody caught me")), 10);
    const timer = setInterval(() => {}, 1_000);
    console.log("started");
    const server = behaviour === "serve" ? await serve() : undefined;
    return {
      ...(behaviour === "breaks" && {
        broken: Promise.resolve(new UserError("The disk is gone.", "Bring it.")),
      }),
      async stop() {
        console.log("stopping");
        if (behaviour === "never stops") return new Promise<void>(() => {});
        clearInterval(timer);
        await server?.close();
      },
    };
  },
  { stopWithinMs: 300 },
);

function serve() {
  const log = createLogger("child", "silent");
  const readiness = createReadiness();
  return createHttpServer({
    host: "127.0.0.1",
    port: 0,
    routes: [],
    metrics: createMetrics("child"),
    readiness,
    log,
  });
}
