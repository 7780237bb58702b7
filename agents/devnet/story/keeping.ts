// SPDX-License-Identifier: GPL-3.0-or-later
import { join } from "node:path";
import { type Hex, parseEther } from "viem";
import { openMediaFile } from "../../publisher/mediaFile.ts";
import { encodeEvidence } from "../../sdk/access/encodeEvidence.ts";
import type { MeteredTerms } from "../../sdk/access/terms.ts";
import { addressesOf } from "../../sdk/addresses.ts";
import { PaymentSession } from "../../sdk/channels/paymentSession.ts";
import { PeriodRefused, requestPeriod } from "../../sdk/channels/requestPeriod.ts";
import { getCommittee } from "../../sdk/committees/getCommittee.ts";
import { KeyDenied, KeyUnavailable } from "../../sdk/encryption/committeeErrors.ts";
import { committeeKeys, type KeyPlace } from "../../sdk/encryption/committeeKeys.ts";
import type { SignedFalsehood } from "../../sdk/encryption/gatherKey.ts";
import { linkKeys } from "../../sdk/encryption/keyProvider.ts";
import type { Key, KeyedWork } from "../../sdk/encryption/keys.ts";
import { tributaryActions } from "../../sdk/tributaryActions.ts";
import { openNewChannel } from "../../wallet/sessionKeys.ts";
import { bySeconds } from "./bySeconds.ts";
import { type Person, VIEWER_WEI } from "./cast.ts";
import { foundCommittee, THRESHOLD } from "./committee.ts";
import { publishMetered } from "./publishing.ts";
import { refused } from "./refused.ts";
import { KEY_NODE_TIMEOUT_MS, type Telling } from "./telling.ts";
import type { Viewing } from "./watching.ts";

const PRICE_WEI = parseEther("0.05");
const PAID_PERIODS = 2;
const WINDOW_SEC = 3_600;
const UNPAID = "a key was given that nobody paid for";

/** The viewer of the act, and what the viewer paid. */
export type KeyPaying = Pick<Viewing, "viewer" | "channelId" | "secondsPlayed" | "paidWei"> & {
  work: { title: string };
  committeeId: Hex;
  terms: MeteredTerms;
};

/**
 * The act: a work whose keys a committee keeps. Kira gets the key of each period that she pays for, and no more once she stops; one node is
 * down meanwhile, and one lies: she proves that, and the liar is slashed.
 */
export async function keepKeys(telling: Telling, file: string): Promise<KeyPaying> {
  const { screen, agents, cast } = telling;
  const sealed = await screen.during(
    `${agents.keyholders.length} key nodes become a committee, and a work is sealed to it`,
    () => publishSealed(telling, file),
    ({ title }) =>
      `${title} is sealed to ${agents.keyholders.length} key nodes, any ${THRESHOLD} of which open it; nobody took part but its maker`,
  );
  const viewer = (await cast.makeAll(["Kira"], VIEWER_WEI)).get("Kira")!;
  const down = agents.keyholders.at(-2)!.agent;
  down.child.kill("SIGSTOP");
  try {
    const { paid, lie } = await screen.during(
      "a viewer pays for keys, and stops; a node is down, another lies",
      () => payForKeys(telling, viewer, sealed),
      ({ paid: { secondsPlayed } }) =>
        `Kira got the keys of the ${PAID_PERIODS} periods that she paid for, with ${down.name} down, and none after (${secondsPlayed} s)`,
    );
    await slash(telling, viewer, lie);
    screen.note(`Kira proved that ${lie.node.endpoint} answered with a wrong point: slashed`);
    return paid;
  } finally {
    down.child.kill("SIGCONT");
  }
}

type SealedWork = { title: string; work: KeyedWork; workKey: Key; payee: Hex; terms: MeteredTerms };

async function publishSealed(telling: Telling, file: string): Promise<SealedWork> {
  const committeeId = await foundCommittee(telling);
  const maker = await telling.cast.make("maker");
  const opened = await openMediaFile(file, { encryption: "aes-256-gcm", title: "a sealed clip" });
  try {
    const { contentId, manifest, workKey, payee, terms } = await publishMetered(telling, maker, {
      ...{ media: bySeconds(opened), committeeId, ratePerSecondWei: PRICE_WEI, pricePerPeriodWei: PRICE_WEI },
    });
    const work = { contentId, generation: 0, manifest };
    return { title: manifest.title, work, workKey: workKey!, payee, terms };
  } finally {
    await opened.close();
  }
}

/** Pays for some periods and gets their keys; then stops paying. Throws unless the committee does as it should. */
async function payForKeys(
  { chain, agents, cast, directory, signal }: Telling,
  viewer: Person,
  { title, work, workKey, payee, terms }: SealedWork,
): Promise<{ paid: KeyPaying; lie: SignedFalsehood }> {
  const { contracts } = chain.deployment;
  const wallet = {
    account: viewer.account,
    chain: { ...chain, walletClient: viewer.wallet },
    directory: join(directory, viewer.name),
  };
  const depositWei = 10n * PRICE_WEI;
  const opened = await openNewChannel(wallet, { payee, depositWei, windowSec: WINDOW_SEC });
  const { channelId, key, sessionAccount } = opened;
  const channel = { chainId: chain.chainId, paymentChannels: contracts.PaymentChannels, sessionAccount };
  const sequencerUrl = agents.sequencer.url;
  const session = new PaymentSession({ ...channel, key, sequencerUrl, depositWei });
  const receiptOf = ({ contentId, period }: KeyPlace) =>
    requestPeriod({
      ...{ ...channel, channelId, sequencerUrl, contentId },
      ...{ period: BigInt(period), priceWei: PRICE_WEI, signal },
    });
  const { KeyRegistry: keyRegistry, KeyCourt: keyCourt, OperatorRegistry: operatorRegistry } = contracts;
  const lies: SignedFalsehood[] = [];
  const asking = {
    ...{ client: chain.publicClient, keyRegistry, keyCourt, operatorRegistry },
    ...{ viewer: viewer.account.address, signer: viewer.account },
    evidence: async (place: KeyPlace) => encodeEvidence(terms, { paidPeriod: await receiptOf(place) }),
    onLiar: (lie: SignedFalsehood) => void lies.push(lie),
    timeoutMs: KEY_NODE_TIMEOUT_MS,
  };
  const keys = committeeKeys(asking);
  for (let period = 0; period < PAID_PERIODS; period += 1) {
    const found = await keys.periodKey(work, 0, period, signal);
    const expected = await linkKeys(workKey).periodKey(work, 0, period);
    cast.secrets.keep(`the key of period ${period} of ${title}`, expected);
    if (!Buffer.from(found).equals(expected))
      throw new Error(`the committee gave another key of period ${period}`);
    await session.pay(PRICE_WEI);
  }
  // one period is on credit; then there is no receipt, and an old one opens nothing
  await keys.periodKey(work, 0, PAID_PERIODS, signal);
  await refused(PeriodRefused, keys.periodKey(work, 0, PAID_PERIODS + 1, signal), UNPAID);
  const { contentId } = work;
  const old = await receiptOf({ contentId, generation: 0, rendition: 0, period: 0 });
  const cheating = committeeKeys({ ...asking, evidence: () => encodeEvidence(terms, { paidPeriod: old }) });
  await refused(KeyDenied, cheating.periodKey(work, 0, PAID_PERIODS + 1, signal), UNPAID);
  // two nodes and the liar: its answer is needed, and looked at
  const few = async (committeeId: Hex, epoch?: number) => {
    const at = { committeeId, epoch, keyRegistry, operatorRegistry };
    const committee = await getCommittee(chain.publicClient, at);
    const kept = [0, 1, committee.members.length - 1];
    const members = committee.members.map((member, at) =>
      kept.includes(at) ? member : { ...member, endpoint: "" },
    );
    return { ...committee, members };
  };
  await refused(
    KeyUnavailable,
    committeeKeys({ ...asking, getCommittee: few }).periodKey(work, 0, 0, signal),
    UNPAID,
  );
  const [lie] = lies;
  if (!lie) throw new Error("no viewer met the wrong point: the drill did not work");
  const paidWei = session.paidWei;
  return {
    paid: {
      ...{ viewer, work: { title }, channelId, secondsPlayed: PAID_PERIODS, paidWei },
      ...{ committeeId: work.manifest!.committee!, terms },
    },
    lie,
  };
}

async function slash({ chain }: Telling, viewer: Person, lie: SignedFalsehood): Promise<void> {
  const { committee } = viewer.wallet.extend(tributaryActions(addressesOf(chain.deployment)));
  await committee.slashKeyholderSync(lie);
}
