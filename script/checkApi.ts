// SPDX-License-Identifier: GPL-3.0-or-later
// Throws at every role of a devnet what its OpenAPI document allows, and what it does not, by Schemathesis, which is installed into .cache/:
// ends with 1 where a role answers with its own fault, or with what its document does not say.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { DevnetRun } from "../agents/devnet/testing/devnetRun.ts";
import { getDeployment } from "../agents/sdk/deployment/getDeployment.ts";
import { installPython } from "./audit/tools.ts";

const VERSION = "4.32.5";
const VENV = `.cache/schemathesis-${VERSION}`;
const CHECKS = ["not_a_server_error", "response_schema_conformance", "content_type_conformance"];
const EXAMPLES = process.argv[2] ?? "50";

if (!existsSync(`${VENV}/bin/schemathesis`)) installPython(VENV, [`schemathesis==${VERSION}`]);

const ends: (() => unknown)[] = [];
const devnet = new DevnetRun({ onTestFinished: (end) => ends.push(end) });
try {
  const [, url = ""] = await devnet.said(/(http:\S+)\/v1\/deployment/);
  const { urls } = await getDeployment(url);
  const { sequencer, prover, watchtower, edges, keyholders, signin } = urls;
  const roles = {
    sequencer,
    prover,
    watchtower,
    edge: edges[0]!,
    keyholder: keyholders[0]!,
    signin: signin!,
    devnet: url,
  };
  const failed = Object.entries(roles).filter(([name, base]) => {
    console.log(`\n# ${name}`);
    const options = [
      "--checks",
      CHECKS.join(","),
      "--max-examples",
      EXAMPLES,
      "--phases",
      "examples,coverage,fuzzing",
    ];
    const args = ["run", `${base}/v1/openapi.json`, "--url", base, ...options];
    return spawnSync(`${VENV}/bin/schemathesis`, args, { stdio: "inherit" }).status !== 0;
  });
  console.log(
    failed.length === 0 ? "No role failed." : `Failed: ${failed.map(([name]) => name).join(", ")}.`,
  );
  process.exitCode = failed.length === 0 ? 0 : 1;
} finally {
  for (const end of ends) end();
}
