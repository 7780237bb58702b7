// SPDX-License-Identifier: GPL-3.0-or-later
import { concatHex, type Hex, hexToBytes, numberToHex, padHex, zeroHash } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import type { Devchain } from "../../localnet/devchain.ts";
import { foundry } from "../../sdk/chain/foundry.ts";
import { type Operation, packOperation } from "../../sdk/interactions/operation.ts";
import type { Posting as PostedTerms } from "../../sdk/interactions/posting.ts";
import { signOperation } from "../../sdk/interactions/signOperation.ts";
import { peopleOf, type Somebody } from "../../sdk/testing/people.ts";
import { assertionOf } from "../execute.ts";
import { shownAssertion } from "../shownAssertion.ts";
import { createSignerOf } from "../signerOf.ts";
import { type Moment, StateTree } from "../stateTree.ts";

const SEQUENCER_ROLE = 3;
/** A signed operation, and the version that it is signed for. */
export type Signed = { operation: Operation; version: number };
/** A posting, and what execution makes of it. */
export type Posted = {
  number: bigint;
  posting: PostedTerms;
  operations: Hex;
  rootBefore: Hex;
  roots: Hex[];
  before: { moment: Moment; root: Hex };
};

/** Actors 0 to 3, a bonded sequencer, and the true state of all that is posted by `post`: executed here, from what was meant. */
export async function startScene(devchain: Devchain) {
  const people = peopleOf(devchain);
  const { interactionInputs } = people.addresses;
  const bondWei = await (await people.somebody()).operator.getMinimumBond({});
  const sequencer = await people.somebody(bondWei);
  const endpoint = "https://sequencer.example";
  await sequencer.operator.registerSync({ role: SEQUENCER_ROLE, region: "eu", endpoint, bondWei });
  const keys = Array.from({ length: 4 }, () => privateKeyToAccount(generatePrivateKey()));
  const actors: Somebody[] = [];
  for (const key of keys) {
    const actor = await people.somebody();
    await actor.interaction.registerSync({ key: key.address });
    actors.push(actor);
  }
  const liar = await people.somebody();
  const assertionBondWei = await liar.interaction.getBond({});
  const signerOf = createSignerOf({ chainId: foundry.id, interactionInputs });
  const state = new StateTree();
  let root: Hex = zeroHash;

  /** Posts strides of operations, each filled up with nothing. */
  async function post(strides: Operation[][]): Promise<Posted> {
    const operations = strides.map((stride) =>
      padHex(concatHex(stride.map((one) => packOperation(one).operation)), { dir: "right", size: 192 }),
    );
    return posted(concatHex(operations), "0x");
  }

  /** Posts whole strides, whatever they say. */
  const postBytes = (operations: Hex): Promise<Posted> => posted(operations, "0x");

  /** Posts one stride with its signatures. */
  async function postSigned(signed: Signed[]): Promise<Posted> {
    const { operations, signatures } = await strideOf(signed);
    return posted(operations, signatures);
  }

  /** Puts strides into the queue, and posts it. */
  async function forceSigned(...strides: Signed[][]): Promise<Posted> {
    const signed = await Promise.all(strides.map(strideOf));
    for (const stride of signed) await liar.interaction.forceStrideSync(stride);
    const { number, posting } = await liar.interaction.postForcedSync({});
    const all = (part: "operations" | "signatures") => concatHex(signed.map((stride) => stride[part]));
    return known(number, posting, all("operations"), all("signatures"));
  }

  async function strideOf(signed: Signed[]) {
    const signatures = await Promise.all(
      signed.map(({ operation, version }) => {
        const packed = packOperation(operation);
        const terms = { chainId: foundry.id, interactionInputs, ...packed, version };
        return signOperation(keys[operation.actor]!, terms);
      }),
    );
    const operations = concatHex(signed.map(({ operation }) => packOperation(operation).operation));
    return {
      operations: padHex(operations, { dir: "right", size: 192 }),
      signatures: padHex(concatHex(signatures), { dir: "right", size: 1_024 }),
    };
  }

  async function posted(operations: Hex, signatures: Hex): Promise<Posted> {
    const { number, posting } = await sequencer.interaction.postInputsSync({ operations, signatures });
    return known(number, posting, operations, signatures);
  }

  function known(number: bigint, posting: PostedTerms, operations: Hex, signatures: Hex): Posted {
    const { postedAt: time, actors, works, isSigned } = posting;
    const bytes = { operations: hexToBytes(operations), signatures: hexToBytes(signatures) };
    const firstKeyOf = (actor: number) => BigInt(keys[actor]?.address ?? 0);
    const context = { number, time, actors, works, isSigned, marks: [], firstKeyOf, signerOf };
    const before = remember();
    const roots = assertionOf(state, { ...context, ...bytes });
    root = roots.at(-1)!;
    return { number, posting, operations, rootBefore: before.root, roots, before };
  }

  /** Goes on to when the marks of all that was posted are final. */
  async function untilFinal(): Promise<void> {
    await people.pass(2 * (await liar.interaction.getDemandTime({})));
  }

  /** Asserts `roots` of a posting, which may be lies. */
  async function claim(
    { number, posting, ...truth }: Pick<Posted, "number" | "posting" | "rootBefore">,
    roots: readonly Hex[],
    { by = liar, rootBefore = truth.rootBefore } = {},
  ) {
    const bondWei = assertionBondWei;
    const { id } = await by.interaction.assertStateSync({ number, posting, rootBefore, roots, bondWei });
    return { id, assertion: shownAssertion({ posting: number, rootBefore, roots }) };
  }

  const remember = () => ({ moment: state.now(), root });
  /** Takes back what `post` knows of later postings. */
  function goBack(to: ReturnType<typeof remember>): void {
    state.undo(to.moment);
    root = to.root;
  }

  /** Takes back the effects of the last posting, as of one with a signature that was not shown. */
  function silence({ before }: Posted): void {
    goBack(before);
  }

  return {
    people,
    actors,
    sequencer,
    liar,
    assertionBondWei,
    post,
    postBytes,
    postSigned,
    forceSigned,
    untilFinal,
    claim,
    remember,
    goBack,
    silence,
  };
}

/** Another root, in one bit. */
export const flipped = (root: Hex, bit = 0): Hex =>
  numberToHex(BigInt(root) ^ (1n << BigInt(bit)), { size: 32 });
