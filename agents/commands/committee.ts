// SPDX-License-Identifier: GPL-3.0-or-later
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { bytesToHex, concatHex, hexToBytes, isHex, numberToHex, zeroAddress } from "viem";
import { z } from "zod";
import { connectChain } from "../kernel/chain/chain.ts";
import { wholeNumber } from "../kernel/config/commonConfig.ts";
import { addOptions, defineConfig, loadConfig, yesNo } from "../kernel/config/config.ts";
import { makeDirectory } from "../kernel/process/directory.ts";
import { UserError } from "../kernel/process/errors.ts";
import { deal, getSeat } from "../sdk/committees/actions.ts";
import { committeeIdOf } from "../sdk/committees/committeeId.ts";
import type { Curve, Point } from "../sdk/encryption/curve.ts";
import { asOnlySigner, chainFields, openWallet, walletFields } from "../wallet/wallet.ts";
import { proposeCommand, statusCommand } from "./committeeProposal.ts";
import { beginOutput, type Output } from "./outputFile.ts";
import { answer, note } from "./say.ts";
import { word } from "./schemas.ts";

const dealConfig = defineConfig("committee deal", {
  ...walletFields,
  threshold: {
    schema: wholeNumber(1, 16),
    description: "Number of members that open a key together; fewer learn nothing",
  },
  salt: {
    schema: word.optional(),
    description: "Salt that tells your committees apart, 32 bytes; random by default",
  },
  out: { schema: z.string(), default: "committee", description: "Directory for the files of the key shares" },
  dryRun: {
    schema: yesNo,
    default: false,
    description: "Show the committee, write nothing and send nothing",
  },
});
const verifyConfig = defineConfig("committee verify", chainFields);

export function committeeCommand(): Command {
  const dealing = new Command("deal")
    .description(
      "Founds a committee of key nodes: one encrypted key share for each, and the committee on chain.",
    )
    .argument("<public-key...>", "the members' public keys, as `tributary key public` prints them")
    .addHelpText(
      "after",
      "\nExample:\n  tributary committee deal --threshold 3 02ab… 03cd… 02ef… 0312… 0234…",
    );
  addOptions(dealing, dealConfig).action(async (keys: string[], flags) => {
    const { threshold, out, dryRun, ...config } = loadConfig(dealConfig, { flags, env: process.env });
    const [{ createNativeCurve }, { dealCommittee }] = await Promise.all([
      import("../curve/nativeCurve.ts"),
      import("../keyholder/shares/dealCommittee.ts"),
    ]);
    const curve = createNativeCurve();
    const memberKeys = keys.map((key) => publicKeyOf(curve, key));
    const wallet = await openWallet(config, ["KeyRegistry"]);
    const { chainId, deployment, walletClient } = wallet.chain;
    const keyRegistry = deployment.contracts.KeyRegistry;
    const salt = config.salt ?? bytesToHex(randomBytes(32));
    const committeeId = committeeIdOf({ chainId, keyRegistry, owner: wallet.account.address, salt });
    const { files, ...terms } = dealCommittee(curve, { committeeId, threshold, memberKeys });
    for (const { index, member } of files) note(`place ${index}  ${member}`);
    if (dryRun) {
      await deal.simulate(walletClient, { keyRegistry, salt, ...terms });
      note("The chain would take this committee. Nothing was written or sent.");
      return;
    }
    makeDirectory(out);
    // on disk before the committee is: nobody else has the key shares
    const outputs: Output[] = [];
    try {
      for (const file of files) {
        const output = beginOutput(join(out, `share-${file.index}.json`), { fresh: true, mode: 0o600 });
        outputs.push(output);
        output.write(`${JSON.stringify(file, undefined, 2)}\n`);
      }
      await asOnlySigner(wallet, () => deal.sync(walletClient, { keyRegistry, salt, ...terms }));
      for (const output of outputs) output.commit();
    } finally {
      for (const output of outputs) output.discard();
    }
    note(
      `Send each member its file of ${out}, for \`tributary keyholder import\`; only its own keystore opens it.`,
    );
    answer(committeeId);
  });

  const verify = new Command("verify")
    .description("Checks a proof that a member holds its key share, against the committee on chain.")
    .argument("<file>", "what `tributary keyholder prove` printed")
    .addHelpText("after", "\nExample:\n  tributary committee verify proof.json");
  addOptions(verify, verifyConfig).action(async (path: string, flags) => {
    const config = loadConfig(verifyConfig, { flags, env: process.env });
    const [{ createNativeCurve }, { possessionProof, verifyPossession }] = await Promise.all([
      import("../curve/nativeCurve.ts"),
      import("../keyholder/shares/possession.ts"),
    ]);
    const parsed = possessionProof.safeParse(readJson(path));
    if (!parsed.success) throw notAProof(path);
    const proof = parsed.data;
    const { publicClient, deployment } = await connectChain({
      rpcUrl: config.rpcUrl,
      contracts: ["KeyRegistry"],
      deploymentPath: config.deployment,
    });
    const { committeeId, epoch, index, challenge } = proof;
    const at = { committeeId, epoch, index, keyRegistry: deployment.contracts.KeyRegistry };
    const [member, { prefix, x }] = await getSeat(publicClient, at);
    const bytes = hexToBytes(concatHex([numberToHex(prefix, { size: 1 }), numberToHex(x, { size: 32 })]));
    const curve = createNativeCurve();
    const point = curve.decompress(bytes);
    if (member === zeroAddress || !point || !verifyPossession(curve, point, proof)) {
      throw new UserError(
        `The proof does not show the key share of place ${index} of committee ${committeeId} in epoch ${epoch}.`,
        "The backup holds another key share, or the proof was changed: run the drill again.",
      );
    }
    answer(
      `${member} holds the key share of place ${index} in epoch ${epoch}, by your challenge ${challenge}`,
    );
  });

  return new Command("committee")
    .description("Founds committees of key nodes, and checks their key shares.")
    .addCommand(dealing)
    .addCommand(proposeCommand())
    .addCommand(statusCommand())
    .addCommand(verify);
}

function publicKeyOf(curve: Curve, text: string): Point {
  const hex = text.startsWith("0x") ? text : `0x${text}`;
  const point = isHex(hex) && hex.length === 68 ? curve.decompress(hexToBytes(hex)) : undefined;
  if (point) return point;
  throw new UserError(
    `${text} is not a public key.`,
    "Give the line that `tributary key public` printed at the member: 66 hex digits.",
  );
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    throw notAProof(path);
  }
}

const notAProof = (path: string) =>
  new UserError(
    `${path} is not a proof of a key share.`,
    "Give the line that `tributary keyholder prove` printed.",
  );
