// SPDX-License-Identifier: GPL-3.0-or-later

import assert from "node:assert/strict";
import { it } from "vitest";
import type { VerificationKey } from "./setup/verificationKey.ts";
import { solidityVerifier } from "./verifier.ts";

const POINT: [string, string] = ["1", "2"];
const PAIR: [[string, string], [string, string]] = [POINT, POINT];
const key = {
  nPublic: 1,
  vk_alpha_1: POINT,
  vk_beta_2: PAIR,
  vk_gamma_2: PAIR,
  vk_delta_2: PAIR,
  IC: [POINT, POINT],
} as unknown as VerificationKey;
const verifierOf = (setup: "development" | "ceremony") =>
  solidityVerifier({ contract: "AnyVerifier", source: "any.circom", setup, key });

it("checks the chain in code for development keys, and not for a ceremony's", () => {
  assert.match(verifierOf("development"), /if \(block\.chainid != LOCAL_CHAIN\) return false;\n {8}assembly/);
  assert.match(verifierOf("development"), /LOCAL_CHAIN = 31_337;/);
  assert.doesNotMatch(verifierOf("ceremony"), /chain/i);
});

it("differs by nothing else", () => {
  const lines = verifierOf("development")
    .split("\n")
    .filter((line) => !/chain/i.test(line) && !/could prove anything/.test(line))
    .join("\n");
  assert.equal(lines.replace('"development";', '"ceremony";'), verifierOf("ceremony"));
});
