// SPDX-License-Identifier: GPL-3.0-or-later
import { type Hex, parseEther } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { type AllowList, makeAllowList } from "../../sdk/access/allowList.ts";
import { describePolicy } from "../../sdk/access/describePolicy.ts";
import { encodeEvidence } from "../../sdk/access/encodeEvidence.ts";
import { addressesOf } from "../../sdk/addresses.ts";
import type { Manifest } from "../../sdk/content/manifestFields.ts";
import { KeyDenied } from "../../sdk/encryption/committeeErrors.ts";
import { committeeKeys, type KeyPlace } from "../../sdk/encryption/committeeKeys.ts";
import { overheadOf } from "../../sdk/encryption/fragment.ts";
import { linkKeys } from "../../sdk/encryption/keyProvider.ts";
import type { Key, KeyedWork } from "../../sdk/encryption/keys.ts";
import type { Media } from "../../sdk/publishing/media.ts";
import { tributaryActions } from "../../sdk/tributaryActions.ts";
import { readSamples } from "../screen/samples.ts";
import { buyEditions } from "./buying.ts";
import { type Person, VIEWER_WEI } from "./cast.ts";
import { giveBadges } from "./collecting.ts";
import { type Asker, type Askers, type Door, doorsOf } from "./doors.ts";
import { publishSealedTo } from "./publishing.ts";
import { startStreaming } from "./streaming.ts";
import { KEY_NODE_TIMEOUT_MS, type Telling } from "./telling.ts";
import { type Opened, requireRight } from "./verdict.ts";
import { waitUntil } from "./waiting.ts";

const RATE_WEI = parseEther("0.001");
const HOUR_SEC = 3_600;

/** Who take part; made before the act begins, since the act runs beside others and one account pays everybody. */
export type Guests = Record<"owner" | "iris" | "pia" | "otto", Person>;

export async function inviteGuests({ cast }: Telling): Promise<Guests> {
  const owner = await cast.make("Olga");
  const iris = await cast.make("Iris", VIEWER_WEI);
  const [pia, otto] = [await cast.make("Pia"), await cast.make("Otto")];
  return { owner, iris, pia, otto };
}

/**
 * The act beside others: a small work has a rendition for each kind of policy, and key nodes are asked for the key of each by who is let in and
 * by who is not. Rejects with a UserError that names each policy that decided otherwise.
 */
export async function tryDoors(telling: Telling, guests: Guests, committeeId: Hex): Promise<Opened[]> {
  const { chain } = telling;
  const { owner, iris, pia, otto } = guests;
  const addresses = addressesOf(chain.deployment);
  const list = makeAllowList([iris.account.address, pia.account.address]);
  const askers = await askersOf(telling, guests, list);
  const badges = await giveBadges(telling, { maker: owner, enough: pia, tooFew: iris });
  const doors = doorsOf(askers, {
    ...{ positions: addresses.positionToken, badges, ratePerSecondWei: RATE_WEI, list },
  });
  const published = await publishSealedTo(telling, owner, {
    ...{ media: mediaOf(doors.length), committeeId, ratePerSecondWei: RATE_WEI },
  });
  const { contentId, payee, manifest, workKey } = published;
  const work = { contentId, generation: 0, manifest };

  const publisher = owner.wallet.extend(tributaryActions(addresses));
  const streaming = await startStreaming(chain, { contentId, payee }, iris, [iris]);
  const offers = await buyEditions(telling, { contentId, seller: owner, buyer: iris, late: otto });
  const { positionId } = await publisher.stream.mintPositionSync({ key: streaming.key });
  await publisher.position.transferSync({
    ...{ from: owner.account.address, to: pia.account.address, positionId },
  });
  for (const [rendition, { terms }] of doors.entries())
    if (terms)
      await publisher.access.setPolicySync({ contentId, rendition: BigInt(rendition), policy: terms });
  await untilSeen(telling);

  const words = { streamToken: addresses.streamToken, offerOf: (edition: bigint) => offers.get(edition) };
  const opened = await Promise.all(
    doors.map(async ({ terms, letIn, keptOut }, rendition) => {
      const asked = { work, workKey: workKey!, rendition, terms };
      const asking = [...letIn, ...keptOut].map((asker) => askFor(telling, asker, asked));
      const names = (some: readonly Asker[]) => some.map(({ name }) => name);
      const got = new Set((await Promise.all(asking)).filter((name) => name !== undefined));
      return {
        ...{ words: describePolicy(terms, words), got },
        ...{ letIn: names(letIn), keptOut: names(keptOut) },
      };
    }),
  );
  await streaming.stop();
  requireRight(opened);
  return opened;
}

/** The act's end: waits for it. */
export async function awaitDoors({ screen }: Telling, opened: Promise<Opened[]>): Promise<Opened[]> {
  return screen.during(
    "key nodes are asked for keys under each policy",
    () => opened,
    (doors) =>
      `key nodes gave keys under ${doors.length} policies, to whomever each lets in, and to nobody else`,
  );
}

async function askersOf(
  { chain, cast }: Telling,
  { iris, pia, otto }: Guests,
  list: AllowList,
): Promise<Askers> {
  const { access } = iris.wallet.extend(tributaryActions(addressesOf(chain.deployment)));
  const nowSec = Number((await chain.publicClient.getBlock()).timestamp);
  const shownBy = ({ account: { address } }: Person) => ({
    ...{ stream: { opener: address, salt: 0n }, pathOf: () => list.pathOf(address) },
  });
  const own = ({ name, account }: Person, shows: Person) => ({
    ...{ name, viewer: account.address, signer: account, shown: shownBy(shows) },
  });
  const device = async (name: string, expiresAt: number): Promise<Asker> => {
    const key = generatePrivateKey();
    cast.secrets.keep(`the key of ${name}`, key);
    const signer = privateKeyToAccount(key);
    const delegation = await access.signAccessDelegation({ delegate: signer.address, expiresAt });
    return { ...own(iris, iris), name, signer, delegation };
  };
  return {
    ...{ iris: own(iris, iris), pia: own(pia, pia), otto: own(otto, iris) },
    late: { ...own(otto, iris), name: "Otto, whose time is over" },
    television: await device("Iris by her television", nowSec + HOUR_SEC),
    oldTelevision: await device("a television whose time is over", nowSec - 1),
  };
}

/** A second of text for each door. */
function mediaOf(doors: number): Media {
  const encryption = "aes-256-gcm";
  const textOf = (rendition: number) => new TextEncoder().encode(`You are behind door ${rendition + 1}.`);
  const manifest: Manifest = {
    ...{ title: "Doors", encryption, keyPeriodSec: 1, durationSec: 1 },
    renditions: Array.from({ length: doors }, (_, rendition) => ({
      ...{ kind: "file", name: `door ${rendition + 1}`, mediaType: "text/plain", timescale: 1 },
      init: new Uint8Array(),
      fragments: [{ byteCount: textOf(rendition).length + overheadOf({ encryption }), duration: 1 }],
    })),
  };
  return { path: "Doors", manifest, readFragment: async ({ rendition }) => textOf(rendition) };
}

/** Resolves once every key node reads the chain as it is now: until then a no may be of the time before. */
async function untilSeen({ chain, agents, signal }: Telling): Promise<void> {
  const block = Number(await chain.publicClient.getBlockNumber({ cacheTime: 0 }));
  const seen = async () => {
    const samples = await Promise.all(agents.keyholders.map(({ agent }) => readSamples(agent.url)));
    return samples.every((metrics) => metrics.sum("head_block") >= block);
  };
  await waitUntil("the key nodes' look at the policies", seen, { signal });
}

/** The name of who asked, where the committee gave the key; undefined where the policy let nobody in. */
async function askFor(
  { chain, cast, signal }: Telling,
  { name, viewer, signer, delegation, shown }: Asker,
  asked: { work: KeyedWork; workKey: Key; rendition: number; terms: Door["terms"] },
): Promise<string | undefined> {
  const { work, workKey, rendition, terms } = asked;
  const {
    KeyRegistry: keyRegistry,
    KeyCourt: keyCourt,
    OperatorRegistry: operatorRegistry,
  } = chain.deployment.contracts;
  const keys = committeeKeys({
    ...{ client: chain.publicClient, keyRegistry, keyCourt, operatorRegistry },
    ...{ viewer, signer, delegation },
    evidence: (_: KeyPlace) => (terms ? encodeEvidence(terms, shown) : "0x"),
    timeoutMs: KEY_NODE_TIMEOUT_MS,
  });
  try {
    const found = await keys.periodKey(work, rendition, 0, signal);
    const expected = await linkKeys(workKey).periodKey(work, rendition, 0);
    cast.secrets.keep(`the key of rendition ${rendition}`, expected);
    if (Buffer.from(found).equals(expected)) return name;
    throw new Error(`the committee gave another key of rendition ${rendition}`);
  } catch (error) {
    if (error instanceof KeyDenied) return undefined;
    throw error;
  }
}
