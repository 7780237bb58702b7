// SPDX-License-Identifier: MIT
import { type Address, encodeAbiParameters, type Hex, keccak256, pad, zeroAddress, zeroHash } from "viem";
import { officialSchedule, type Schedule, vestedAt } from "../../../vesting/schedule.ts";
import type { ContractName } from "../events.ts";
import { accrue } from "../handlers/pools.ts";
import { creditsOf } from "../handlers/splits.ts";
import { accruedBy, ONE_WEI, totalsAt } from "../handlers/staking.ts";
import { accruedScaled } from "../handlers/streams.ts";
import { read } from "../store.ts";
import type { memoryStore } from "./readLogs.ts";

export type Rows = ReturnType<typeof memoryStore>;
/** What the rows alone do not say; the immutables of contracts among it. */
export type Facts = {
  contracts: Record<ContractName, Address>;
  launch: number;
  provingFee: bigint;
  timeSec: bigint;
};
/** A view of a contract, and what the rows say that the view answers; of a struct, the named fields. */
export type Check = [
  contract: ContractName | Address,
  view: string,
  args: readonly unknown[],
  indexed: unknown,
];

/** @returns Every view that a row answers, and the STREAM of each contract. */
export async function checksOf(rows: Rows, facts: Facts): Promise<Check[]> {
  return [
    ...payments(rows, facts),
    ...(await pools(rows, facts)),
    ...savings(rows, facts),
    ...(await staking(rows, facts)),
    ...registries(rows),
    ...(await access(rows, facts)),
    ...(await holdings(rows, facts)),
  ];
}

function payments(rows: Rows, { timeSec }: Facts): Check[] {
  return [
    ...rows
      .all("prepaid")
      .map(({ row }): Check => [row.contract, "prepaid", [row.owner, row.token], row.amount]),
    ...rows.all("owed").map(({ row }): Check => [row.contract, "owed", [row.payee, row.token], row.amount]),
    ...rows
      .all("channel")
      .map(
        ({ id, row: { deposit, settled, closesAt, windowSec } }): Check => [
          ...(["PaymentChannels", "channelOf", [id]] as const),
          { deposit, settled, closesAt, windowSec },
        ],
      ),
    ...rows
      .all("usedConsent")
      .map(({ row }): Check => ["PaymentChannels", "consentUsed", [row.channelId, row.nonce], true]),
    ...rows.all("passkey").map(({ id, row: { x, y } }): Check => {
      const words = encodeAbiParameters([{ type: "bytes32" }, { type: "bytes32" }], [x, y]);
      return ["PaymentChannels", "passkeyHash", [id], BigInt(x) === 0n ? zeroHash : keccak256(words)];
    }),
    ...rows.all("stream").flatMap(({ row }): Check[] => {
      const key = { id: row.streamId, payee: row.payee, token: row.token };
      const { funds, rate, remainder, since, paused, isPosition, positionId } = row;
      const facts: Check[] = [
        ["StreamingProtocol", "positionIdOf", [key], positionId],
        ["StreamingProtocol", "positionFacts", [positionId], { paid: row.positionPaid, token: row.token }],
      ];
      return [
        ["StreamingProtocol", "streamOf", [key], { funds, rate, remainder, since, paused, isPosition }],
        ["StreamingProtocol", "accruedOf", [key], accruedScaled(row, timeSec) >> 16n],
        ...(isPosition ? facts : []),
      ];
    }),
  ];
}

async function pools(rows: Rows, { timeSec }: Facts): Promise<Check[]> {
  const checks = rows.all("pool").map(async ({ id, row: { rate, accrued, since } }): Promise<Check[]> => {
    const now = await accrue(rows, id as Address, timeSec);
    return [
      ["StreamPools", "poolOf", [id], { rate, accrued, since }],
      ["StreamPools", "collectableOf", [id], now.accrued >> 16n],
    ];
  });
  const seats = rows
    .all("seat")
    .map(
      ({ row: { poolId, viewer, rate, endsAt } }): Check => [
        ...(["StreamPools", "seatOf", [poolId, viewer]] as const),
        { rate, endsAt },
      ],
    );
  return [...(await Promise.all(checks)).flat(), ...seats];
}

function savings(rows: Rows, { launch, timeSec }: Facts): Check[] {
  const schedules = new Map(
    rows.all("schedule").map(({ id, row }) => [id, row.steps.split(",").map(BigInt)]),
  );
  return [
    ...rows.all("grant").flatMap(({ id, row }): Check[] => {
      const { total, released, isRevocable, isRevoked, isPosition } = row;
      const { beneficiary, token, granter, salt, schedule } = row;
      const words = schedules.get(schedule.toLowerCase()) ?? [];
      const steps: Schedule = words.length === 0 ? officialSchedule(launch) : words.map(stepOf);
      const vested = isRevoked ? total : vestedAt(steps, total, Number(timeSec));
      const key = { beneficiary, token, granter, salt, schedule };
      return [
        ["TokenVesting", "grantOf", [id], { total, released, isRevocable, isRevoked, isPosition }],
        ["TokenVesting", "grantIdOf", [key], id],
        ["TokenVesting", "releasableOf", [key, words], vested - released],
      ];
    }),
    ...rows
      .all("campaign")
      .map(
        ({ id, row: { funded, reserved, isClosed } }): Check => [
          ...(["TokenVesting", "campaignOf", [id]] as const),
          { funded, reserved, isClosed },
        ],
      ),
    ...rows
      .all("lot")
      .map(
        ({ row: { campaignId, number, remaining, redeemed } }): Check => [
          ...(["TokenVesting", "lotOf", [campaignId, number]] as const),
          { remaining, redeemed },
        ],
      ),
  ];
}

const stepOf = (word: bigint) => ({
  ...{
    from: Number(word >> 136n),
    to: Number((word >> 96n) & 0xffffffffffn),
    weight: word & (2n ** 96n - 1n),
  },
});

async function staking(rows: Rows, { contracts, timeSec }: Facts): Promise<Check[]> {
  const { reserve, ...totals } = await totalsAt(rows, timeSec);
  const grants = rows.all("grant").filter(({ row }) => row.beneficiary === contracts.Staking);
  return [
    ["Staking", "totals", [], totals],
    ["Staking", "reserve", [], reserve],
    ...rows.all("stake").flatMap(({ id, row }): Check[] => [
      ["Staking", "stakeOf", [id], { amount: row.amount, indexPaid: row.indexPaid }],
      ["Staking", "earned", [id], accruedBy(row, { ...totals, reserve }) / ONE_WEI],
    ]),
    ...(await Promise.all(
      grants.map(async ({ id }): Promise<Check> => {
        const { amount } = await read(rows, "harvest", id);
        return ["Staking", "harvested", [id], amount];
      }),
    )),
  ];
}

function registries(rows: Rows): Check[] {
  const registered = rows.all("split").filter(({ row }) => row.tableHash !== 0n);
  return [
    ["SplitRollup", "splitCount", [], registered.length],
    ...rows
      .all("split")
      .map(({ id, row }): Check => ["SplitRollup", "tableHashOf", [BigInt(id)], row.tableHash]),
    ...rows.all("segment").map(({ id, row }): Check => ["SplitRollup", "segmentOf", [BigInt(id)], row]),
    ...rows.all("batch").flatMap(({ id, row: { hash, root } }): Check[] => {
      const [segment, batch] = id.split(":").map(BigInt) as [bigint, bigint];
      if (root !== 0n) return [["SplitRollup", "rootAt", [segment, batch + 1n], root]];
      return [["SplitRollup", "sealedBatch", [segment, batch], hash === "0x" ? zeroHash : hash]];
    }),
    ...rows
      .all("claim")
      .map(({ row }): Check => ["SplitRollup", "claimed", [row.split, row.position], row.claimed]),
    ...rows
      .all("content")
      .map(
        ({ id, row }): Check => [
          "ContentRegistry",
          "contentOf",
          [id],
          { ...row, root: padded(row.root, 32) },
        ],
      ),
    ...rows
      .all("operator")
      .map(
        ({ id, row }): Check => [
          "OperatorRegistry",
          "operatorOf",
          [id],
          { ...row, region: padded(row.region, 8) },
        ],
      ),
    ...rows.all("balance").map(({ id, row }): Check => ["StreamToken", "balanceOf", [id], row.amount]),
    ...rows.all("position").flatMap(({ id, row }): Check[] => {
      const isGone = row.owner === zeroAddress;
      return [
        ["PositionToken", "ownerOf", [BigInt(id)], isGone ? "refused" : row.owner],
        ["PositionToken", "isRestricted", [BigInt(id)], row.isRestricted],
      ];
    }),
  ];
}

async function access(rows: Rows, { timeSec }: Facts): Promise<Check[]> {
  const policies = rows.all("policy").map(async ({ row }): Promise<Check> => {
    const { policy, terms } =
      row.policy === zeroAddress ? await read(rows, "defaultPolicy", row.contentId) : row;
    const said = { policy: padded(policy, 20), terms };
    return ["AccessPolicy", "policyOf", [row.contentId, row.rendition], said];
  });
  const delegates = rows.all("delegate").map(async ({ row }): Promise<Check> => {
    const { series } = await read(rows, "delegateSeries", row.viewer);
    const lasts = row.expiresAt >= timeSec && row.series === series;
    return ["AccessPolicy", "isDelegate", [row.viewer, row.delegate, row.expiresAt, "0x"], lasts];
  });
  return [
    ...(await Promise.all([...policies, ...delegates])),
    ...rows.all("defaultPolicy").map(({ id, row }): Check => ["AccessPolicy", "defaultPolicyOf", [id], row]),
    ...rows.all("delegateSeries").map(({ id, row }): Check => ["AccessPolicy", "seriesOf", [id], row.series]),
    ...rows.all("offer").map(({ row: { contentId, edition, token, price, durationSec } }): Check => {
      return ["PurchasePolicy", "offerOf", [contentId, edition], { token, price, durationSec }];
    }),
    ...rows.all("purchase").map(({ row: { contentId, edition, viewer, endsAt } }): Check => {
      return ["PurchasePolicy", "endsAtOf", [contentId, edition, viewer], endsAt];
    }),
  ];
}

/** An empty column is zero. */
const padded = (word: Hex, bytes: number) => (word === "0x" ? pad(word, { size: bytes }) : word);

/** The STREAM that a contract holds for all: a row that is missing is missing here. */
async function holdings(rows: Rows, { contracts, provingFee, timeSec }: Facts): Promise<Check[]> {
  const isStream = (token: Address) => token.toLowerCase() === contracts.StreamToken.toLowerCase();
  const accounts = [...rows.all("prepaid"), ...rows.all("owed")].map(({ row }) => row);
  const deposited = (name: ContractName) =>
    accounts.map(({ contract, token, amount }) =>
      isStream(token) && contract.toLowerCase() === contracts[name].toLowerCase() ? amount : 0n,
    );
  const unsettled = rows
    .all("channel")
    .map(({ row: { token, windowSec, deposit, settled } }) =>
      isStream(token) && windowSec !== 0n ? deposit - settled : 0n,
    );
  const accrued = await Promise.all(rows.all("pool").map(({ id }) => accrue(rows, id as Address, timeSec)));
  const toCome = rows
    .all("seat")
    .map(({ row: { rate, endsAt } }) => (endsAt > timeSec ? rate * (endsAt - timeSec) : 0n));
  const unproven = rows
    .all("batch")
    .map(({ row: { root, links } }) => (root === 0n ? BigInt(creditsOf(links).length) : 0n));
  const held: [ContractName, bigint][] = [
    ["PaymentChannels", sum(deposited("PaymentChannels")) + sum(unsettled)],
    [
      "StreamingProtocol",
      sum(deposited("StreamingProtocol")) + sum(rows.all("stream").map(({ row }) => row.funds)),
    ],
    [
      "StreamPools",
      sum(deposited("StreamPools")) + ((sum(accrued.map((pool) => pool.accrued)) + sum(toCome)) >> 16n),
    ],
    [
      "TokenVesting",
      sum(rows.all("grant").map(({ row }) => row.total - row.released)) +
        sum(rows.all("campaign").map(({ row }) => row.funded - row.reserved)) +
        sum(rows.all("lot").map(({ row }) => row.remaining)),
    ],
    [
      "SplitRollup",
      sum(rows.all("split").map(({ row }) => row.credited)) +
        sum(unproven) * provingFee -
        sum(rows.all("claim").map(({ row }) => row.claimed)),
    ],
    ["PurchasePolicy", sum(deposited("PurchasePolicy"))],
    ["OperatorRegistry", sum(rows.all("operator").map(({ row }) => row.bond))],
  ];
  return held.map(([name, wei]) => ["StreamToken", "balanceOf", [contracts[name]], wei]);
}

const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);
