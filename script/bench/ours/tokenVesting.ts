// SPDX-License-Identifier: GPL-3.0-or-later
import {
  concatHex,
  encodeAbiParameters,
  type Hex,
  keccak256,
  numberToHex,
  pad,
  parseAbiParameters,
  parseEther,
  stringToHex,
} from "viem";
import type { Bench, Call } from "../bench.ts";
import type { Protocol } from "../rows.ts";
import { DAY, MONTH } from "../time.ts";
import type { Deployment } from "./deployment.ts";

const TOTAL = parseEther("1000");
const BATCH = 20;
const DEPTH = 16;
const LOT = 160n;
/** No steps: the official schedule. */
const OFFICIAL: readonly bigint[] = [];
const OFFICIAL_HASH = pad("0x00");
const AT_ONCE_HASH = numberToHex(1, { size: 32 });

type Allotment = { index: bigint; beneficiary: Hex; amount: bigint; lotTotal: bigint };

/** The official schedule: 10 % at the launch, 40 % at month 12, all at month 36. */
export async function measureTokenVesting(bench: Bench, deployment: Deployment): Promise<Protocol> {
  const vesting = deployment.contract("TokenVesting");
  await bench.endow(vesting.address);
  const token = bench.token.address;
  const { address: granter } = await bench.actor("granter");
  const { address: beneficiary } = await bench.actor("beneficiary");
  await bench.approve(granter, vesting);

  const call = (name: string, ...args: unknown[]): Call => ({ to: vesting, name, args });
  const grant = (salt: bigint) =>
    bench.pays(vesting.address, granter, call("grant", beneficiary, token, salt, TOTAL, true), TOTAL);
  const keyOf = (salt: bigint) => ({ beneficiary, token, granter, salt, schedule: OFFICIAL_HASH });

  const vestingGrant = await grant(1n);
  await grant(2n);
  const awards: object[] = [];
  for (let i = 0; i < BATCH; i++) {
    awards.push({ beneficiary: (await bench.actor(`viewer ${i}`)).address, total: TOTAL });
  }
  const batchGrant = await bench.pays(
    vesting.address,
    granter,
    call("grantMany", token, 3n, true, OFFICIAL, awards),
    BigInt(BATCH) * TOTAL,
  );

  const merkleInstant = await redeemFromCampaign(AT_ONCE_HASH, TOTAL);
  const merkleVesting = await redeemFromCampaign(OFFICIAL_HASH);

  await bench.pass(13 * MONTH);
  await bench.pays(beneficiary, beneficiary, call("release", keyOf(1n)));
  await bench.pass(30 * DAY);
  const vestingRelease = await bench.pays(beneficiary, beneficiary, call("release", keyOf(1n)));
  await bench.pass(30 * DAY);
  const before = await bench.balanceOf(beneficiary);
  const vestingRevoke = await bench.pays(granter, granter, call("revoke", keyOf(1n), OFFICIAL));
  if ((await bench.balanceOf(beneficiary)) <= before) throw new Error("the beneficiary was not paid");

  return {
    name: "TokenVesting",
    compiler: deployment.compilerOf("TokenVesting"),
    figures: {
      vestingGrant: { gas: vestingGrant },
      vestingBatchGrant: { gas: batchGrant / BATCH },
      vestingRelease: { gas: vestingRelease },
      vestingRevoke: { gas: vestingRevoke },
      merkleInstant: { gas: merkleInstant },
      merkleVesting: { gas: merkleVesting },
    },
  };

  /** A campaign of up to 65,536 allotments, from whose lot another allotment was redeemed before. Of the tree, two leaves are real. */
  async function redeemFromCampaign(schedule: Hex, paid?: bigint): Promise<number> {
    const terms = {
      granter,
      token,
      schedule,
      total: LOT * TOTAL,
      expiresAt: (await bench.now()) + 12 * MONTH,
      isRevocable: false,
    };
    const { address: neighbour } = await bench.actor("neighbour");
    const allotment = { index: 40_000n, beneficiary, amount: TOTAL, lotTotal: LOT * TOTAL };
    const other = { ...allotment, index: 40_001n, beneficiary: neighbour };
    const rest = Array.from({ length: DEPTH - 1 }, (_, level) => keccak256(stringToHex(`node ${level}`)));
    const proof = [leafOf(other), ...rest];
    await bench.send(
      granter,
      call("fundCampaign", terms, rootOf(leafOf(allotment), proof), OFFICIAL, LOT * TOTAL),
    );
    const redeem = (of: Allotment, path: Hex[]) =>
      bench.pays(of.beneficiary, of.beneficiary, call("redeem", terms, of, path), paid);
    await redeem(other, [leafOf(allotment), ...rest]);
    return redeem(allotment, proof);
  }
}

function leafOf({ index, beneficiary, amount, lotTotal }: Allotment): Hex {
  const encoded = encodeAbiParameters(parseAbiParameters("uint256, address, uint96, uint96"), [
    index,
    beneficiary,
    amount,
    lotTotal,
  ]);
  return keccak256(keccak256(encoded));
}

function rootOf(leaf: Hex, proof: readonly Hex[]): Hex {
  return proof.reduce((node, sibling) => keccak256(concatHex([node, sibling].toSorted())), leaf);
}
