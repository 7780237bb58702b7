// SPDX-License-Identifier: GPL-3.0-or-later
// Writes every file that follows from the lists of contracts and operations, build output, or the roles' settings.
// `--check` writes nothing, and fails when a file is stale.
import { abis, JSON_FOLDER, TYPED_FOLDER } from "./generate/abis.ts";
import { contractNames } from "./generate/contractNames.ts";
import { contractsPage } from "./generate/contractsPage.ts";
import { deployments } from "./generate/deployments.ts";
import { staleFiles, writeFiles } from "./generate/generated.ts";
import { operations } from "./generate/operations.ts";
import { REFERENCE_FOLDER, reference } from "./generate/reference.ts";
import { settings } from "./generate/settings.ts";
import { snapshots } from "./generate/snapshots.ts";

const generated = {
  ...contractNames(),
  ...operations(),
  ...abis(),
  ...deployments(),
  ...snapshots(),
  ...contractsPage(),
  ...settings(),
  ...reference(),
};
const stale = staleFiles(generated, [JSON_FOLDER, TYPED_FOLDER, REFERENCE_FOLDER]);
if (!process.argv.includes("--check")) {
  writeFiles(generated, stale);
} else if (stale.length > 0) {
  console.error(`stale: ${stale.join(", ")}\nRun "npm run generate", review the changes, and commit them.`);
  process.exitCode = 1;
}
