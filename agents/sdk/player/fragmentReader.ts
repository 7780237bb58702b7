// SPDX-License-Identifier: MIT
import type { FragmentSpan } from "../content/layout.ts";
import { onAbort } from "../wire/aborting.ts";
import { LineMeter } from "./lineMeter.ts";
import type { OpenedWork } from "./openWork.ts";

/** The next fragment is asked for this long before the one before it is there: about a round trip. */
const AHEAD_SEC = 0.15;

type Reading = {
  span: FragmentSpan;
  bytes: Promise<Uint8Array>;
  ending: AbortController;
  loaded: number;
  isAsked: boolean;
  hasFailed: boolean;
  onBytes?: (byteCount: number) => void;
};

type Asked = { signal: AbortSignal; onBytes(byteCount: number): void };

/**
 * Reads fragments for a player that asks for one at a time, and begins the next one of the same rendition before it is asked for, so that
 * the line is not idle for a round trip after each. What the player does not ask for next is dropped.
 */
export class FragmentReader {
  /** What the line bears. */
  readonly line = new LineMeter();
  readonly #work: Pick<OpenedWork, "layout" | "readFragment">;
  #ahead: Reading | undefined;

  readonly #positionSec: () => number;

  /** @param positionSec Where the viewer is. */
  constructor(work: Pick<OpenedWork, "layout" | "readFragment">, positionSec: () => number) {
    this.#work = work;
    this.#positionSec = positionSec;
  }

  /** As {@link OpenedWork.readFragment}; `onBytes` is told at once of what is there already. */
  read(span: FragmentSpan, { signal, onBytes }: Asked): Promise<Uint8Array> {
    const ahead = this.#ahead;
    this.#ahead = undefined;
    const isHere = ahead?.span === span && !ahead.hasFailed;
    if (!isHere) ahead?.ending.abort();
    const reading = isHere ? ahead : this.#begin(span);
    reading.isAsked = true;
    reading.onBytes = onBytes;
    if (reading.loaded > 0) onBytes(reading.loaded);
    const takeBack = onAbort(signal, () => {
      reading.ending.abort(signal.reason);
      this.#ahead?.ending.abort();
      this.#ahead = undefined;
    });
    reading.bytes.then(takeBack, takeBack);
    this.#lookAhead(reading);
    return reading.bytes;
  }

  /** Reads one fragment beside what else is read, as of another sound, and none after it. */
  readBeside(span: FragmentSpan, { signal, onBytes }: Asked): Promise<Uint8Array> {
    const flow = this.line.begin();
    const counted = (byteCount: number) => {
      flow.count(byteCount);
      onBytes(byteCount);
    };
    const reading = this.#work.readFragment(span, {
      ...{ signal, onBytes: counted },
      slackSec: () => span.startSec - this.#positionSec(),
    });
    reading.then(
      () => flow.end(true),
      () => flow.end(false),
    );
    return reading;
  }

  #begin(span: FragmentSpan): Reading {
    const reading: Reading = {
      ...{ span, ending: new AbortController(), loaded: 0, isAsked: false, hasFailed: false },
      bytes: Promise.resolve(new Uint8Array()),
    };
    const onBytes = (byteCount: number) => {
      reading.loaded += byteCount;
      reading.onBytes?.(byteCount);
      this.#lookAhead(reading);
    };
    reading.bytes = this.readBeside(span, { signal: reading.ending.signal, onBytes });
    // whoever asks for it is told; what failed before is tried anew then
    reading.bytes.catch(() => {
      reading.hasFailed = true;
    });
    return reading;
  }

  #lookAhead({ span, isAsked, loaded, ending }: Reading): void {
    const { now } = this.line;
    if (!isAsked || this.#ahead || !now || ending.signal.aborted) return;
    const next = this.#work.layout.spans[span.rendition]![span.fragment + 1];
    const leftSec = (8 * (span.byteCount - loaded)) / now.estimate;
    if (next && leftSec <= AHEAD_SEC) this.#ahead = this.#begin(next);
  }
}
