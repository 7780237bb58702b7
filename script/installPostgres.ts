// SPDX-License-Identifier: GPL-3.0-or-later
// Installs PostgreSQL by apt for the tests of roles on a database, unless it is there. Without it, those tests are left out; in CI they fail.
import { findPostgres } from "../agents/kernel/testing/postgres.ts";
import { aptInstall } from "./aptInstall.ts";

if (!findPostgres()) aptInstall("postgresql");
const found = findPostgres();
if (found) console.log(`databases are tested on ${found}`);
else {
  console.error(
    "There is no PostgreSQL, and it cannot be installed from here, so no role is tested on one. Install it as root (apt-get install postgresql).",
  );
  if (process.env.CI === "true") process.exit(1);
}
