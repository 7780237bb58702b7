// SPDX-License-Identifier: MIT
import { keccak256, type LocalAccount, stringToHex } from "viem";
import { epochOf } from "../content/holding.ts";
import type { Patience } from "../wire/requestJson.ts";
import { type Operation, packOperation } from "./operation.ts";
import { OperationRefused } from "./operationRefused.ts";
import { postOperation } from "./postOperation.ts";
import { readLeaf } from "./readLeaf.ts";
import { type InputsContract, signOperation } from "./signOperation.ts";

type Without<One> = One extends { kind: "comment" }
  ? { kind: "comment"; work: number; text: string }
  : Omit<One, "actor" | "key">;
/** What an actor does, without who it is; a comment with its text, of 1,000 characters at most. */
export type Act = Operation extends infer One ? Without<One> : never;

export type InteractionSessionParameters = InputsContract & {
  /** A bonded sequencer's URL, such as `https://sequencer.example`. */
  sequencerUrl: string;
  actor: number;
  /** Signs for the actor. */
  account: LocalAccount;
  /** The place of the account's key; 0, the first key, by default. */
  key?: number | undefined;
};

/**
 * An actor's word to a sequencer: each operation is signed for the version that its record has there, one after another.
 *
 * @example
 * const session = new InteractionSession({ chainId, interactionInputs, sequencerUrl, actor: 3, account });
 * await session.send({ kind: "like", work });
 */
export class InteractionSession {
  readonly actor: number;
  readonly #options: InteractionSessionParameters;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: InteractionSessionParameters) {
    this.actor = options.actor;
    this.#options = options;
  }

  /**
   * Signs an operation, and hands it in: it is on the sequencer's disk when the promise resolves, and will be posted.
   *
   * @throws OperationRefused with the sequencer's reason; SequencerUnreachable where no answer comes; InvalidInput for a number out of its range.
   */
  send(act: Act, patience: Patience = {}): Promise<void> {
    const sent = this.#last.then(() => this.#send(act, patience));
    this.#last = sent.catch(() => {});
    return sent;
  }

  async #send(act: Act, patience: Patience): Promise<void> {
    const { key } = this.#options;
    const [said, text] = hashed(act);
    const operation = { ...said, actor: this.actor, ...(key && { key }) } as Operation;
    try {
      await this.#offer(operation, text, patience);
    } catch (error) {
      // another device of the actor may have come between
      if (!(error instanceof OperationRefused && error.code === "wrong_key")) throw error;
      await this.#offer(operation, text, patience);
    }
  }

  async #offer(operation: Operation, text: string | undefined, patience: Patience): Promise<void> {
    const { chainId, interactionInputs, sequencerUrl, account } = this.#options;
    const packed = packOperation(operation);
    const version = await this.#versionOf(operation, patience);
    const signature = await signOperation(account, { chainId, interactionInputs, ...packed, version });
    const signed = { chainId, interactionInputs, ...packed, signature, text };
    await postOperation({ sequencerUrl, ...signed }, patience);
  }

  /** The version of the record that an operation changes. */
  async #versionOf(operation: Operation, patience: Patience): Promise<number> {
    const { sequencerUrl } = this.#options;
    const of = async (kind: "pair" | "opinion" | "key", other: number) =>
      (await readLeaf({ ...{ sequencerUrl, kind, of: [this.actor, other] as const }, ...patience })).version;
    switch (operation.kind) {
      case "follow":
      case "unfollow":
        return of("pair", operation.target);
      case "delegate":
      case "revoke":
        return of("key", operation.place);
      case "peer":
        return Number(epochOf(Math.floor(Date.now() / 1_000)));
      default:
        return of("opinion", operation.work);
    }
  }
}

/** What is signed of an act, and the text that goes beside it. */
function hashed(act: Act): [said: object, text: string | undefined] {
  if (act.kind !== "comment") return [act, undefined];
  const { text, ...said } = act;
  return [{ ...said, textHash: keccak256(stringToHex(text)) }, text];
}
