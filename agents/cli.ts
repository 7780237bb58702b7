// SPDX-License-Identifier: GPL-3.0-or-later
import { inspect } from "node:util";
import { createProgram } from "./commands/program.ts";
import { readEnvFile } from "./kernel/config/envFile.ts";
import { describeError, exitCodeOf } from "./kernel/process/errors.ts";
import { printableLines } from "./kernel/terminal/printable.ts";

try {
  readEnvFile();
  await (await createProgram(process.argv.slice(2))).parseAsync();
} catch (error) {
  process.stderr.write(`${describeError(error)}\n`);
  if (process.env.TRIBUTARY_LOG_LEVEL === "debug") console.error(printableLines(inspect(error)));
  // proving threads and started processes would keep this process up
  process.exit(exitCodeOf(error));
}
