// SPDX-License-Identifier: GPL-3.0-or-later
// What is mutated, and the command whose failure kills a mutant.
import { basename } from "node:path";
import { foundryBinary } from "../../agents/localnet/foundry.ts";

/** `command` runs in the copy of the project. `tests` are those of a contract: forge reads no others. */
export type Target = { file: string; command: string[]; tests?: { home: string; paths: string[] } };

/** Suites that several files share: a build takes as long as ten mutants. */
const CHANNELS = ["PaymentChannels", "VoucherRows", "PackedTypes", "Payee"];
const STREAMS = ["StreamingProtocol", "PackedTypes"];
const VESTING = ["TokenVesting", "VestingProofs", "PackedTypes"];
const CURVES = ["VestingCurve", "VestingProofs", "KeyHash", "MerkleRoot"];
const SPLITS = ["SplitRollup", "Credits"];
const CONTENT = ["ContentRegistry", "ContentCourt", "ContentTree", "ContentProof", "ContentGenerations"];
const AVAILABILITY = ["AvailabilityCourt"];
const PLACEMENT = ["Placement", "Rendezvous"];
const INTERACTIONS = ["InteractionInputs", "InteractionRollup", "Transition", "StateTree", "StrideHash"];
const ACCESS = ["AccessPolicy", "ComposedPolicy"];
const KEYS = ["KeyRegistry", "KeyCourt", "KeyGeneration", "Secp256k1"];
const POSITIONS = ["PositionToken", "TokenText"];
/** The tests that must notice, where these are more than those of the file's own name. */
const USERS: Record<string, string[]> = {
  TransientLock: ["OperatorRegistry"],
  PaymentChannels: CHANNELS,
  Payouts: CHANNELS,
  Deposits: CHANNELS,
  Signatures: [...CHANNELS, "AccessPolicy"],
  VoucherRows: CHANNELS,
  Channel: CHANNELS,
  Payee: CHANNELS,
  StreamingProtocol: STREAMS,
  Stream: STREAMS,
  Rate: STREAMS,
  Pool: ["StreamPools"],
  Stake: ["Staking"],
  RateEnds: ["Staking"],
  PositionToken: POSITIONS,
  PositionArt: POSITIONS,
  TokenText: POSITIONS,
  Grants: VESTING,
  GrantBook: VESTING,
  GrantPositions: VESTING,
  Schedules: VESTING,
  Campaigns: VESTING,
  Grant: VESTING,
  Campaign: VESTING,
  VestingCurve: CURVES,
  VestingSchedule: CURVES,
  MerkleRoot: CURVES,
  KeyHash: CURVES,
  SplitRollup: SPLITS,
  Credits: SPLITS,
  SplitId: SPLITS,
  KeyRegistry: KEYS,
  KeyCourt: KEYS,
  KeyGeneration: KEYS,
  Dealings: KEYS,
  Dleq: KEYS,
  Secp256k1: KEYS,
  AvailabilityCourt: AVAILABILITY,
  Epochs: [...AVAILABILITY, ...PLACEMENT],
  PieceTree: AVAILABILITY,
  Placement: PLACEMENT,
  Dated: PLACEMENT,
  Rendezvous: PLACEMENT,
  ContentRegistry: CONTENT,
  ContentCourt: CONTENT,
  ContentTree: CONTENT,
  CheckpointPeaks: CONTENT,
  InteractionInputs: INTERACTIONS,
  InteractionRollup: INTERACTIONS,
  Transition: INTERACTIONS,
  OperationTable: INTERACTIONS,
  StateTree: INTERACTIONS,
  Leaves: INTERACTIONS,
  StrideHash: INTERACTIONS,
  AccessPolicy: ACCESS,
  ComposedPolicy: ACCESS,
  BoundedCall: ["BoundedCall", ...ACCESS],
  PolicyCall: ACCESS,
};

/** @param files As git lists them. @param wanted Parts of paths; none: all. */
export function targetsOf(files: string[], wanted: string[]): Target[] {
  return files
    .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
    .flatMap((file) => {
      if (/^agents\/(\w+\/)+policy\.ts$/.test(file)) {
        const test = file.replace(".ts", ".test.ts");
        return [{ file, command: ["npm", "run", "-s", "vitest", "--", "--bail=1", test] }];
      }
      if (!/^src\/(?!interfaces|verifiers)/.test(file)) return [];
      const name = basename(file, ".sol");
      const users = USERS[name] ?? [name];
      const paths = files.filter((path) =>
        users.some((user) => path.startsWith(`test/unit/${user}/`) || path === `test/fuzz/${user}.t.sol`),
      );
      const command = [foundryBinary("forge"), "test", "--fail-fast"];
      return [{ file, command, tests: { home: `chosen/${users.join("-")}`, paths } }];
    });
}
