// SPDX-License-Identifier: GPL-3.0-or-later
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { Command } from "commander";
import { encrypt, scrypt } from "ox/Keystore";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { z } from "zod";
import { commonFields } from "../kernel/config/commonConfig.ts";
import { addOptions, defineConfig, loadConfig } from "../kernel/config/config.ts";
import { loadKey } from "../kernel/config/keys.ts";
import { UserError } from "../kernel/process/errors.ts";
import { beginOutput } from "./outputFile.ts";
import { answer } from "./say.ts";

/** The cost that `cast wallet` takes: a tenth of a second and 8 MB a try. */
const SCRYPT_COST = 8_192;

const newConfig = defineConfig("key new", {
  passwordFile: { schema: z.string(), description: "File that holds the password of the new keystore" },
});

const { key, keystore, passwordFile } = commonFields("key", { port: 0 });
const publicConfig = defineConfig("key public", { key, keystore, passwordFile });

export function keyCommand(): Command {
  const create = new Command("new")
    .description("Makes an account with a new key, in a keystore file of version 3. Prints its address.")
    .argument("<file>", "the keystore to write; never over another file")
    .addHelpText("after", "\nExample:\n  tributary key new edge.json --password-file edge.password");
  addOptions(create, newConfig).action((file: string, flags) => {
    const { passwordFile } = loadConfig(newConfig, { flags, env: process.env });
    const password = readFileSync(passwordFile, "utf8").replace(/\r?\n$/, "");
    if (password === "")
      throw new UserError(`${passwordFile} is empty.`, "Write the password into the file first.");
    const output = beginOutput(file, { fresh: true, mode: 0o600 });
    try {
      const privateKey = generatePrivateKey();
      const [key, options] = scrypt({ password, n: SCRYPT_COST });
      output.write(`${JSON.stringify(encrypt(privateKey, key, { ...options, id: randomUUID() }))}\n`);
      output.commit();
      answer(privateKeyToAccount(privateKey).address);
    } finally {
      output.discard();
    }
  });

  const show = new Command("public")
    .description("Prints the public key of a keystore: to it, a dealer encrypts a key share.")
    .addHelpText(
      "after",
      "\nExample:\n  tributary key public --keystore edge.json --password-file edge.password",
    );
  addOptions(show, publicConfig).action((flags) => {
    const { publicKey } = privateKeyToAccount(loadKey(loadConfig(publicConfig, { flags, env: process.env })));
    const isOdd = Number.parseInt(publicKey.at(-1)!, 16) % 2 === 1;
    // compressed (SEC 1), behind 0x04
    answer(`0${isOdd ? 3 : 2}${publicKey.slice(4, 68)}`);
  });

  return new Command("key")
    .description("Makes keys for roles and wallets.")
    .addCommand(create)
    .addCommand(show);
}
