// SPDX-License-Identifier: GPL-3.0-or-later
// What is mutated, and the command whose failure kills a mutant.
import { basename } from "node:path";
import { foundryBinary } from "../../agents/localnet/foundry.ts";

/** `command` runs in the copy of the project. `tests` are those of a contract: forge reads no others. */
export type Target = { file: string; command: string[]; tests?: { home: string; paths: string[] } };

const VESTING = ["TokenVesting"];
const POSITIONS = ["PositionToken", "StreamingProtocol"];
/** The contracts that use a library, a type or a base: their tests are the ones that must notice. */
const USERS: Record<string, string[]> = {
  TransientLock: ["OperatorRegistry"],
  Payouts: ["PaymentChannels", "StreamingProtocol"],
  Deposits: ["PaymentChannels", "StreamingProtocol"],
  Signatures: ["PaymentChannels", "GuardedTransfer"],
  Channel: ["PaymentChannels", "PackedTypes"],
  VoucherRows: ["VoucherRows", "PaymentChannels"],
  Stream: ["StreamingProtocol", "PackedTypes"],
  Rate: ["StreamingProtocol", "PackedTypes"],
  Pool: ["StreamPools", "PackedTypes"],
  Payee: ["Payee", "PaymentChannels"],
  Stake: ["Staking"],
  RateEnds: ["Staking"],
  PositionArt: POSITIONS,
  TokenText: ["TokenText", "PositionToken"],
  Grants: VESTING,
  GrantBook: VESTING,
  GrantPositions: VESTING,
  Schedules: VESTING,
  Campaigns: ["TokenVesting", "VestingProofs"],
  VestingCurve: ["VestingCurve", "TokenVesting"],
  Grant: ["TokenVesting", "PackedTypes"],
  Campaign: ["TokenVesting", "VestingProofs"],
  Credits: ["Credits", "SplitRollup"],
  ContentTree: ["ContentTree", "ContentProof", "ContentRegistry"],
  CheckpointPeaks: ["ContentTree", "ContentRegistry"],
  ContentRegistry: ["ContentRegistry", "ContentGenerations"],
};

/** @param files As git lists them. @param wanted Parts of paths; none: all. */
export function targetsOf(files: string[], wanted: string[]): Target[] {
  return files
    .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
    .flatMap((file) => {
      if (/^agents\/\w+\/policy\.ts$/.test(file)) {
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
