// SPDX-License-Identifier: GPL-3.0-or-later
import { basename, join } from "node:path";
import { type Hex, parseEther } from "viem";
import { committeeToSealTo } from "../../publisher/committeeToSealTo.ts";
import { openMediaFile } from "../../publisher/mediaFile.ts";
import { nameSequencer } from "../../publisher/nameSequencer.ts";
import { type PublishParameters, publishMedia } from "../../publisher/publish.ts";
import { contentRegistryAbi } from "../../sdk/abis.generated.ts";
import { type MeteredTerms, meteredPolicy } from "../../sdk/access/terms.ts";
import { addressesOf } from "../../sdk/addresses.ts";
import { type Payee, payeeOfAddress } from "../../sdk/chain/payee.ts";
import { creatorSecret } from "../../sdk/encryption/creatorKeys.ts";
import type { PublishedWork } from "../../sdk/publishing/publishWork.ts";
import { tributaryActions } from "../../sdk/tributaryActions.ts";
import { parseBaseUrl } from "../../sdk/wire/baseUrl.ts";
import { createSplit } from "../../splits/splits.ts";
import type { SplitTable } from "../../splits/table.ts";
import { withSender } from "../../wallet/wallet.ts";
import type { Person } from "./cast.ts";
import { tableOf } from "./tables.ts";
import type { Telling } from "./telling.ts";

/** A published work, and the split that it pays. */
export type Work = {
  title: string;
  contentId: Hex;
  split: bigint;
  table: SplitTable;
  durationSec: number;
  chunks: number;
};

/** Not round, so that every share has something to round. */
const RATE_WEI = parseEther("0.1") + 7n;

/** The act: each file becomes a work of a creator of its own, and pays a split of `collaborators`. */
export async function publishWorks(
  telling: Telling,
  collaborators: ReadonlyMap<string, Person>,
): Promise<Work[]> {
  const { files, agents, cast, screen, onPublished } = telling;
  const works: Work[] = [];
  for (const [number, file] of files.entries()) {
    const creator = await cast.make(`creator-${number + 1}`);
    const table = tableOf(number, collaborators);
    const work = await screen.during(
      `publishing ${file}`,
      () => publishWork(telling, creator, file, table),
      ({ title, chunks, split, durationSec }) =>
        `published ${title}: ${durationSec} s in ${chunks} chunks on ${agents.edges.length} edges, paying split ${split} (${table.length} collaborators)`,
    );
    works.push(work);
    onPublished(work);
  }
  return works;
}

/** Registers the split of a work, and publishes its file. */
async function publishWork(
  telling: Telling,
  creator: Person,
  file: string,
  table: SplitTable,
): Promise<Work> {
  const title = basename(file);
  const { split, payee } = await createSplit(creator.wallet, {
    rollup: telling.chain.deployment.contracts.SplitRollup,
    table,
  });
  const media = await openMediaFile(file);
  try {
    const published = await publishAs(telling, creator, {
      ...{ media, payee, ratePerSecondWei: RATE_WEI },
      onProgress: (progress) => {
        if (progress.stage === "hash")
          telling.screen.progress(`${title}: chunk ${progress.done} of ${progress.total} hashed`);
        if (progress.stage === "upload") telling.screen.progress(`${title}: ${progress.sent} chunks sent`);
      },
    });
    const { contentId, leafCount, manifest } = published;
    return { title, contentId, split, table, durationSec: manifest.durationSec, chunks: leafCount };
  } finally {
    await media.close();
  }
}

/** Publishes media to all edges for a person, and names the sequencer. Throws when an edge has no copy. */
export async function publishAs(
  { chain, agents, cast, directory, signal }: Telling,
  { account, name }: Person,
  work: Pick<
    PublishParameters,
    "media" | "payee" | "ratePerSecondWei" | "secret" | "committee" | "onProgress"
  >,
): Promise<PublishedWork> {
  const wallet = { account, chain, directory: join(directory, name) };
  return withSender(wallet, contentRegistryAbi, async (sender) => {
    const published = await publishMedia({ ...work, chain, sender, edges: agents.edges, signal });
    const [failure] = published.failures;
    if (published.workKey) cast.secrets.keep(`the key of the work of ${name}`, published.workKey);
    if (failure)
      throw new Error(`${failure.edge.endpoint} has no copy of ${work.media.path}: ${failure.reason}`);
    await nameSequencer(chain, sender, parseBaseUrl(agents.sequencer.url));
    return published;
  });
}

type Sealing = { media: PublishParameters["media"]; committeeId: Hex; ratePerSecondWei: bigint };

/** Publishes media sealed to a committee; without a policy, nobody gets a key. */
export async function publishSealedTo(
  telling: Telling,
  person: Person,
  { media, committeeId, ratePerSecondWei }: Sealing,
): Promise<PublishedWork & { payee: Payee }> {
  const { account } = person;
  const secret = await creatorSecret((message) => account.signMessage({ message }));
  telling.cast.secrets.keep(`what the keys of works of ${person.name} follow from`, secret);
  const committee = await committeeToSealTo(telling.chain, committeeId);
  const payee = payeeOfAddress(account.address);
  const published = await publishAs(telling, person, { media, secret, committee, payee, ratePerSecondWei });
  return { ...published, payee };
}

/** Publishes media sealed to a committee: a key goes to whoever paid the periods before, `pricePerPeriodWei` each. */
export async function publishMetered(
  telling: Telling,
  person: Person,
  { pricePerPeriodWei, ...work }: Sealing & { pricePerPeriodWei: bigint },
): Promise<PublishedWork & { terms: MeteredTerms; payee: Payee }> {
  const { chain, agents } = telling;
  const published = await publishSealedTo(telling, person, work);
  const terms = meteredPolicy({ sequencer: agents.sequencerAddress, pricePerPeriodWei });
  const { access } = person.wallet.extend(tributaryActions(addressesOf(chain.deployment)));
  await access.setDefaultPolicySync({ contentId: published.contentId, policy: terms });
  return { ...published, terms };
}
