// SPDX-License-Identifier: GPL-3.0-or-later
import { join } from "node:path";
import { Command } from "commander";
import { z } from "zod";
import { privateNetworkField } from "../kernel/chain/outsideEndpoints.ts";
import { streamAmount } from "../kernel/config/commonConfig.ts";
import { addOptions, defineConfig, loadConfig, yesNo } from "../kernel/config/config.ts";
import { makeDirectory } from "../kernel/process/directory.ts";
import { UserError } from "../kernel/process/errors.ts";
import { Screen } from "../kernel/terminal/screen.ts";
import { committeeToSealTo } from "../publisher/committeeToSealTo.ts";
import type { LadderProgress } from "../publisher/ladder/progress.ts";
import { openMediaFile } from "../publisher/mediaFile.ts";
import { openVideo } from "../publisher/mediaLadder.ts";
import { nameSequencer } from "../publisher/nameSequencer.ts";
import { publishMedia } from "../publisher/publish.ts";
import { contentRegistryAbi } from "../sdk/abis.generated.ts";
import { creatorSecret } from "../sdk/encryption/creatorKeys.ts";
import { keyHash } from "../sdk/encryption/keyProvider.ts";
import type { PublishedWork, PublishProgress } from "../sdk/publishing/publishWork.ts";
import { printable } from "../sdk/wire/printable.ts";
import { openWallet, walletFields, withSender } from "../wallet/wallet.ts";
import { edgesToAsk } from "./edgesToAsk.ts";
import { writeOutput } from "./outputFile.ts";
import { answer } from "./say.ts";
import { baseUrl, payee, seconds, word } from "./schemas.ts";

const publishConfig = defineConfig("publish", {
  ...walletFields,
  payee: { schema: payee, description: "Who is paid: an address, or split:<id>" },
  rate: { schema: streamAmount, description: "Price of a second, in STREAM" },
  title: { schema: z.string().optional(), description: "What people see; the file's name by default" },
  plain: {
    schema: yesNo,
    default: false,
    description: "Stores the work as it is: whoever has the bytes can read them",
  },
  committee: {
    schema: word.optional(),
    description:
      "Seals the keys to this committee of key nodes, which then gives them to whoever the work's policy lets in",
  },
  original: {
    schema: yesNo,
    default: false,
    description: "Publishes the file as it is, in one quality; needs no ffmpeg",
  },
  duration: {
    schema: seconds.optional(),
    description: "Seconds that the file plays; only for a file that cannot be measured",
  },
  car: {
    schema: z.string().optional(),
    description: "Directory for a CAR file of each quality, which `ipfs dag import` takes",
  },
  mirror: {
    schema: z.string().optional(),
    description: "Directory for the files of a mirror, which any web server or CDN serves to players",
  },
  privateNetwork: privateNetworkField,
  nameSequencer: {
    schema: baseUrl.optional(),
    description:
      "Names on chain, for all works of yours, the sequencer that takes their vouchers; players find it there",
  },
});

export function publishCommand(): Command {
  const command = new Command("publish")
    .description("Commits to a file on chain, and brings it to every edge.")
    .argument(
      "<file>",
      "the media: MP4, MOV, WebM, Matroska, MP3, AAC, Ogg, FLAC, WAV, MPEG-TS, or any file with --duration",
    )
    .addHelpText(
      "after",
      "\nPublishing the same file again goes on where it stopped.\n\nExample:\n  tributary publish film.mp4 --payee split:0 --rate 0.01",
    );
  return addOptions(command, publishConfig).action(async (file: string, flags) => {
    const config = loadConfig(publishConfig, { flags, env: process.env });
    if (config.plain && config.committee)
      throw new UserError(
        "A work that is stored as it is has no keys for a committee.",
        "Leave out --plain, or --committee.",
      );
    const screen = new Screen(process.stderr);
    const options = {
      // empty: none given
      title: config.title || undefined,
      durationSec: config.duration,
      encryption: config.plain ? ("none" as const) : ("aes-256-gcm" as const),
    };
    const directory = join(config.dataDir, "encoded");
    const onEncoding = ({ rendition, done, secondsLeft }: LadderProgress) =>
      screen.progress(
        `encoding ${rendition}: ${Math.floor(100 * done)} %${secondsLeft === undefined ? "" : `, ${Math.ceil(secondsLeft)} s left`}`,
      );
    const media = config.original
      ? await openMediaFile(file, options)
      : await openVideo(file, { ...options, directory, onProgress: onEncoding });
    const wallet = await openWallet(config, [
      ...(["ContentRegistry", "OperatorRegistry"] as const),
      ...(config.committee ? (["KeyRegistry"] as const) : []),
    ]);
    const { chain } = wallet;
    const committee = config.committee && (await committeeToSealTo(chain, config.committee));
    const edges = await edgesToAsk(chain, config.privateNetwork, (line) => screen.say(printable(line)));
    const { payee, rate: ratePerSecondWei } = config;
    const signMessage = (message: string) => wallet.account.signMessage({ message });
    const secret = config.plain ? undefined : await creatorSecret(signMessage);
    const onProgress = (progress: PublishProgress) => report(screen, progress);
    const published = await withSender(wallet, contentRegistryAbi, (sender) =>
      screen.during(
        `publishing ${file}`,
        async () => {
          const published = await publishMedia({
            ...{ chain, sender, media, secret, committee, payee, ratePerSecondWei, edges, onProgress },
            carDirectory: config.car || undefined,
            mirrorDirectory: config.mirror || undefined,
          });
          if (config.nameSequencer) await nameSequencer(chain, sender, config.nameSequencer);
          return published;
        },
        ({ manifest, stored }) =>
          `published ${manifest.title}: ${manifest.durationSec} s, on ${stored.length} edges`,
      ),
    ).finally(() => screen.close());
    await media.close();
    for (const { edge, reason } of published.failures)
      screen.say(printable(`${edge.endpoint} has no copy: ${reason}`));
    const { contentId, workKey } = published;
    for (const { name, cid } of published.files) screen.say(printable(`${name} on IPFS: ${cid}`));
    answer(workKey ? `${contentId}${keyHash(workKey)}` : contentId);
    keepRecord(join(wallet.directory, "published"), published);
  });
}

/** Writes what was published into `<contentId>.json`, without the key: the key follows from the account. */
function keepRecord(directory: string, { contentId, manifest, files }: PublishedWork): void {
  makeDirectory(directory);
  const { title, durationSec } = manifest;
  const renditions = files.map(({ name, cid, byteCount }) => ({ name, cid, byteCount }));
  const record = { contentId, title, durationSec, renditions };
  writeOutput(join(directory, `${contentId}.json`), `${JSON.stringify(record, undefined, 2)}\n`);
}

function report(screen: Screen, progress: PublishProgress): void {
  if (progress.stage === "hash") screen.progress(`hashing chunk ${progress.done} of ${progress.total}`);
  if (progress.stage === "register") screen.say(`registering ${progress.contentId}`);
  if (progress.stage === "upload") screen.progress(`${progress.sent} chunks sent to the edges`);
}
