// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import type { AnyClient } from "../chain/clients.ts";
import type { ReadOptions } from "../chain/defineRead.ts";
import { addressOf, chainIdOf } from "../chain/deployment.ts";
import { getCommittee } from "../committees/getCommittee.ts";
import { capsuleAt } from "../content/capsules.ts";
import { type Asker, askCommittee } from "./askCommittee.ts";
import type { CapsulePlace } from "./capsule.ts";
import type { Committee } from "./committee.ts";
import { CapsuleUnusable } from "./committeeErrors.ts";
import type { KeyProvider } from "./keyProvider.ts";
import type { KeyedWork } from "./keys.ts";

/** The period that a key is asked for. */
export type KeyPlace = Omit<CapsulePlace, "committeeId">;

export type CommitteeKeysParameters = Omit<Asker, "contracts"> &
  Pick<ReadOptions, "keyRegistry" | "keyCourt" | "operatorRegistry"> & {
    /** Reads committees, and knows the contracts that requests and answers are signed for. */
    client: AnyClient;
    /** The committee to expect, so that it is read while the manifest is on its way; or what was read of it. */
    committee?: Hex | Committee | undefined;
    /** Reads a committee, in its present epoch where none is named; from the chain by default. */
    getCommittee?: ((committeeId: Hex, epoch?: number) => Promise<Committee>) | undefined;
    /**
     * What the work's policy asks for, as a sequencer's receipt; nothing by default. It may take its time, as until a period is paid:
     * `signal` says when nobody waits any longer.
     */
    evidence?: ((place: KeyPlace, signal?: AbortSignal) => Hex | Promise<Hex>) | undefined;
  };

/**
 * Keys from the committee that a work is sealed to. All members are asked at once, and the first that together open the capsule give the
 * key: a node that hangs costs nothing. Where answers do not fit together, those that lied are found and named.
 *
 * A key that is asked for rejects with a KeyDenied where the work's policy does not let the viewer in, a KeyUnavailable where too few nodes
 * answer, and a CapsuleUnusable where the work is not sealed to a committee.
 *
 * @example
 * const keys = committeeKeys({ client, viewer: account.address, signer: account });
 * const work = await openWork({ content, court, edges, keys });
 */
export function committeeKeys(parameters: CommitteeKeysParameters): KeyProvider {
  const { client, evidence, committee: expected } = parameters;
  /** Operators that lied to this viewer. */
  const liars = new Set<string>();
  const asker: Asker = {
    ...parameters,
    onLiar(lie) {
      liars.add(lie.node.address);
      parameters.onLiar?.(lie);
    },
    contracts: {
      chainId: chainIdOf(client),
      keyRegistry: addressOf(client.chain, "keyRegistry", parameters),
      keyCourt: addressOf(client.chain, "keyCourt", parameters),
    },
  };
  const { keyRegistry, operatorRegistry } = parameters;
  const fromChain = (committeeId: Hex, epoch?: number) =>
    getCommittee(client, { committeeId, epoch, keyRegistry, operatorRegistry });
  const { known, forget } = rememberCommittees(
    parameters.getCommittee ?? fromChain,
    typeof expected === "object" ? expected : undefined,
  );
  // whoever needs it hears of a failure
  if (typeof expected === "string") known(expected).catch(() => {});

  return {
    async periodKey(work, rendition, period, signal) {
      const { place, capsule } = sealedTo(work, rendition, period);
      const { committeeId } = place;
      const asked = Promise.all([evidence?.(place, signal) ?? "0x", known(committeeId)]);
      const [given, committee] = await asked;
      const committeeIn = (epoch: number) => known(committeeId, epoch);
      const request = {
        place,
        capsule,
        evidence: given,
        committee: without(liars, committee),
        committeeIn,
        signal,
      };
      return askCommittee(asker, request).catch((error) => {
        // its members may have changed
        forget(committeeId);
        throw error;
      });
    },
  };
}

/** Leaves out known liars, whose answers cost a judgement each, where enough others are left. A place left out has no endpoint. */
function without(liars: ReadonlySet<string>, committee: Committee): Committee {
  const members = committee.members.map((member) =>
    liars.has(member.address) ? { ...member, endpoint: "" } : member,
  );
  const left = members.filter(({ endpoint }) => endpoint !== "").length;
  return left < committee.threshold ? committee : { ...committee, members };
}

/** Reads each committee once; one that could not be read is read again. */
function rememberCommittees(
  read: (committeeId: Hex, epoch?: number) => Promise<Committee>,
  known: Committee | undefined,
) {
  const committees = new Map<string, Promise<Committee>>();
  const nameOf = (committeeId: Hex, epoch?: number) => `${committeeId.toLowerCase()} ${epoch ?? ""}`;
  if (known) committees.set(nameOf(known.id), Promise.resolve(known));
  return {
    known(committeeId: Hex, epoch?: number): Promise<Committee> {
      const name = nameOf(committeeId, epoch);
      const committee = committees.get(name) ?? read(committeeId, epoch);
      committees.set(name, committee);
      committee.catch(() => committees.delete(name));
      return committee;
    },
    forget: (committeeId: Hex) => void committees.delete(nameOf(committeeId)),
  };
}

/** Where the key stands sealed. Throws a CapsuleUnusable for a work without a committee. */
function sealedTo({ contentId, generation, manifest }: KeyedWork, rendition: number, period: number) {
  const committeeId = manifest?.committee;
  const capsule = committeeId && capsuleAt(manifest, rendition, period);
  if (!committeeId || !capsule)
    throw new CapsuleUnusable(`no committee has the key of period ${period} of rendition ${rendition}`);
  return { place: { committeeId, contentId, generation, rendition, period }, capsule };
}
