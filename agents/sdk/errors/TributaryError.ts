// SPDX-License-Identifier: MIT

export type TributaryErrorOptions = {
  /** What the caller can do. */
  advice?: string | undefined;
  /** A page of the documentation, below `docs/integrators`, that says more than the error's own heading. */
  docsPath?: string | undefined;
  /** Whether the same call can succeed later without a change; false by default. */
  retryable?: boolean | undefined;
  cause?: unknown;
};

/**
 * The error of every action. `name` says which one it is, as of `TransactionReplaced`; each has a class with typed fields.
 *
 * @example
 * try { await client.channel.open(parameters) } catch (error) {
 *   if (error instanceof TributaryError) show(error.shortMessage, error.advice, error.retryable);
 * }
 */
export class TributaryError extends Error {
  override name = "TributaryError";
  /** The fault in one sentence, without advice. */
  readonly shortMessage: string;
  readonly advice: string | undefined;
  readonly retryable: boolean;
  readonly #docsPath: string | undefined;

  constructor(shortMessage: string, options: TributaryErrorOptions = {}) {
    const { advice, docsPath, retryable = false, cause } = options;
    super(advice ? `${shortMessage}; ${advice}` : shortMessage, cause === undefined ? undefined : { cause });
    this.shortMessage = shortMessage;
    this.advice = advice;
    this.#docsPath = docsPath;
    this.retryable = retryable;
  }

  /** The page of the documentation, and its heading, below `docs/integrators`. */
  get docsPath(): string {
    return this.#docsPath ?? `reference/errors#${this.name.toLowerCase()}`;
  }
}
