// SPDX-License-Identifier: GPL-3.0-or-later
// Writes 10,000 works on random rosters, and the owners that the SDK gives them, ABI-encoded, for Rendezvous.t.sol. The same each
// time; others with another number as argument.
import { mkdirSync, writeFileSync } from "node:fs";
import { type Address, encodeAbiParameters, hexToBytes, numberToHex, parseAbiParameters } from "viem";
import { regionOf } from "../../agents/sdk/operators/region.ts";
import { ownersOf, type RosterPlace } from "../../agents/sdk/placement/rendezvous.ts";
import { encodePlace } from "../../agents/sdk/placement/roster.ts";
import { Random } from "../model/random.ts";

const FOLDER = "test/differential/.cases";
const ROSTERS = 100;
const WORKS = 100;
const REGIONS = ["a", "ap", "eu-north", "eu-west", "sa", "us-east", "us-west", "zz-zz-zz"].map(regionOf);
const random = new Random(Number(process.argv[2] ?? 0));
const shapes = parseAbiParameters([
  "Case[] cases",
  "struct Case { uint256[] roster; Work[] works; }",
  "struct Work { bytes32 contentId; uint256[] regions; uint256 doublings; address[] owners; }",
]);

const cases = Array.from({ length: ROSTERS }, () => {
  const regions = REGIONS.slice(0, random.between(1, REGIONS.length));
  // from none to 128, some free; of every size of weight, and of one
  const isEven = random.below(3) === 0;
  const roster = Array.from({ length: random.between(0, random.pick([4, 16, 128])) }, (): RosterPlace => {
    if (random.below(8) === 0) return null;
    const edge = numberToHex(random.sized(160), { size: 20 }) as Address;
    const weight = isEven ? 10_000 : 1 + Number(random.sized(31));
    return { edge, region: random.pick(regions), weight };
  });
  const works = Array.from({ length: WORKS }, () => {
    const contentId = numberToHex(random.sized(256), { size: 32 });
    const needs = { regions: REGIONS.filter(() => random.below(4) === 0), doublings: random.below(5) };
    return {
      contentId,
      regions: needs.regions.map(BigInt),
      doublings: BigInt(needs.doublings),
      owners: ownersOf(roster, hexToBytes(contentId), needs),
    };
  });
  return { roster: roster.map(encodePlace), works };
});
mkdirSync(FOLDER, { recursive: true });
writeFileSync(`${FOLDER}/placement.bin`, hexToBytes(encodeAbiParameters(shapes, [cases])));
console.log(`${FOLDER}/placement.bin: ${ROSTERS * WORKS} works`);
