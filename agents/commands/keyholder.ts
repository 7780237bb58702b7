// SPDX-License-Identifier: GPL-3.0-or-later
import { Command } from "commander";
import { z } from "zod";
import { commonFields } from "../kernel/config/commonConfig.ts";
import { addOptions, defineConfig, loadConfig, yesNo } from "../kernel/config/config.ts";
import { loadKey } from "../kernel/config/keys.ts";
import { UserError } from "../kernel/process/errors.ts";
import { createLogger } from "../kernel/process/log.ts";
import { answer, note } from "./say.ts";
import { word } from "./schemas.ts";

const { key, keystore, passwordFile, dataDir } = commonFields("keyholder", { port: 0 });
const operatorFields = { key, keystore, passwordFile };

const importConfig = defineConfig("keyholder import", {
  ...operatorFields,
  dataDir,
  dryRun: { schema: yesNo, default: false, description: "Check the key share, and keep nothing" },
});
const proveConfig = defineConfig("keyholder prove", {
  ...operatorFields,
  dataDir: { ...dataDir, description: "Directory of the role's data, or of its backup" },
  committee: { schema: word, description: "Id of the committee whose key share to prove" },
  challenge: {
    schema: word,
    description: "Challenge that whoever asks has drawn, 32 bytes, so that no older proof serves",
  },
  epoch: {
    schema: z.coerce.number().int().min(0).optional(),
    description: "Epoch of the key share; the newest in the directory by default",
  },
});

/** The commands of a keyholder's operator, beside the role itself. */
export function keyholderCommands(): Command[] {
  const importing = new Command("import")
    .description("Checks a key share from a dealer, and puts it into a keyholder's directory, encrypted.")
    .argument("<file>", "the file of the key share")
    .addHelpText(
      "after",
      "\nExample:\n  tributary keyholder import share-1.json --keystore node.json --password-file node.password",
    );
  addOptions(importing, importConfig).action(async (path: string, flags) => {
    const config = loadConfig(importConfig, { flags, env: process.env });
    const privateKey = loadKey(config, createLogger("keyholder", "warn"));
    const { curve, folder, file } = await loadTools();
    const share = folder.readShareFile(path);
    file.openShare(curve, privateKey, share);
    const { committeeId, epoch, index } = share;
    if (config.dryRun) note("The key share is whole. Nothing was kept.");
    else
      note(
        `The key share lies in ${folder.placeShare(config.dataDir, share)}; a running keyholder finds it.`,
      );
    answer(`committee ${committeeId} epoch ${epoch} place ${index}`);
  });

  const prove = new Command("prove")
    .description("Proves that a directory or its backup holds a key share, without showing the key share.")
    .addHelpText(
      "after",
      "\nExample:\n  tributary keyholder prove --committee 0x… --challenge 0x… --data-dir backup --keystore node.json --password-file node.password",
    );
  addOptions(prove, proveConfig).action(async (flags) => {
    const { committee, challenge, epoch, ...config } = loadConfig(proveConfig, { flags, env: process.env });
    const privateKey = loadKey(config, createLogger("keyholder", "warn"));
    const { curve, folder, file } = await loadTools();
    const found = folder
      .readShares(config.dataDir, (bad, reason) => note(`${bad} was left out: ${reason}`))
      .filter((share) => share.committeeId === committee.toLowerCase())
      .filter((share) => epoch === undefined || share.epoch === epoch)
      .sort((a, b) => b.epoch - a.epoch);
    const [share] = found;
    if (!share) {
      throw new UserError(
        `${config.dataDir} holds no key share of the committee ${committee}${epoch === undefined ? "" : ` in epoch ${epoch}`}.`,
        "Check the directory, the committee and the epoch.",
      );
    }
    const { provePossession } = await import("../keyholder/shares/possession.ts");
    const proof = provePossession(curve, share, file.openShare(curve, privateKey, share), challenge);
    answer(
      JSON.stringify(proof, (_, value) => (typeof value === "bigint" ? `0x${value.toString(16)}` : value)),
    );
    note("Whoever asked checks the proof with: tributary committee verify <file of the line above>");
  });
  return [importing, prove];
}

/** Loads slowly, and every command would wait. */
async function loadTools() {
  const [{ createNativeCurve }, folder, file] = await Promise.all([
    import("../curve/nativeCurve.ts"),
    import("../keyholder/shares/shareFolder.ts"),
    import("../keyholder/shares/shareFile.ts"),
  ]);
  return { curve: createNativeCurve(), folder, file };
}
