// SPDX-License-Identifier: MIT
import { writeFileSync } from "node:fs";
import { formatVectors } from "./formatVectors.ts";

writeFileSync("test/fixtures/format.json", `${JSON.stringify(await formatVectors(), undefined, 2)}\n`);
