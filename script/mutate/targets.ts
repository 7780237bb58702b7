// SPDX-License-Identifier: GPL-3.0-or-later
// What is mutated, and the command whose failure kills a mutant.
import { basename } from "node:path";
import { foundryBinary } from "../../agents/localnet/foundry.ts";

/** `command` runs in the copy of the project. */
export type Target = { file: string; command: string[] };

/** The contracts that use a library or a type: their tests are the ones that must notice. */
const USERS: Record<string, string[]> = {
  Payouts: ["PaymentChannels", "StreamingProtocol"],
  Deposits: ["PaymentChannels", "StreamingProtocol"],
  Channel: ["PaymentChannels", "PackedTypes"],
  VoucherRows: ["VoucherRows", "PaymentChannels"],
  Stream: ["StreamingProtocol", "PackedTypes"],
  Rate: ["StreamingProtocol", "PackedTypes"],
  Pool: ["StreamPools", "PackedTypes"],
  Stake: ["Staking"],
  Grant: ["TokenVesting", "PackedTypes"],
  Campaign: ["TokenVesting", "VestingProofs"],
  Credits: ["Credits", "SplitRollup"],
};

/** @param files As git lists them. @param wanted Parts of paths; none: all. */
export function targetsOf(files: string[], wanted: string[]): Target[] {
  return files
    .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
    .flatMap((file) => {
      const name = basename(file).replace(/\.(sol|ts)$/, "");
      if (/^agents\/\w+\/policy\.ts$/.test(file)) {
        const test = file.replace(".ts", ".test.ts");
        return [{ file, command: ["npm", "run", "-s", "vitest", "--", "--bail=1", test] }];
      }
      if (!/^src\/(?!interfaces|verifiers)/.test(file)) return [];
      const tests = (USERS[name] ?? [name]).flatMap((user) => [
        `test/unit/${user}/**`,
        `test/fuzz/${user}.t.sol`,
      ]);
      return [
        {
          file,
          command: [foundryBinary("forge"), "test", "--fail-fast", "--match-path", `{${tests.join(",")}}`],
        },
      ];
    });
}
