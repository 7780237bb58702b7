// SPDX-License-Identifier: GPL-3.0-or-later
import { clearScreenDown, moveCursor } from "node:readline";

const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const QUIET_EVERY_MS = 10_000;

/**
 * What the terminal shows: lines that stay, and below them a live part that is drawn over. Where the output is not a
 * terminal there is no live part; a step that takes long then says so every ten seconds.
 */
export class Screen {
  readonly #startedAt = Date.now();
  readonly #out: NodeJS.WriteStream;
  #live: string[] = [];
  #drawnLines = 0;
  #step: { text: string; startedAt: number; saidAt: number } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #frame = 0;

  constructor(out: NodeJS.WriteStream = process.stdout) {
    this.#out = out;
  }

  /** A line that stays. */
  say(text: string): void {
    this.#erase();
    this.#out.write(`${text}\n`);
    this.#draw();
  }

  /** A line that stays, with the time it came at: something that happened beside the step under way. */
  note(text: string): void {
    this.say(`${this.#clock()} ! ${text}`);
  }

  /** Shows `text` with a clock while `work` runs, then a line that says what came of it and how long it took. */
  async during<T>(
    text: string,
    work: () => Promise<T>,
    done: (result: T) => string = () => text,
  ): Promise<T> {
    const startedAt = Date.now();
    this.#step = { text, startedAt, saidAt: startedAt };
    this.#timer ??= setInterval(() => this.#tick(), 120);
    try {
      const result = await work();
      this.#step = undefined;
      this.say(`${this.#clock()} ✓ ${done(result)} (${seconds(Date.now() - startedAt)})`);
      return result;
    } finally {
      this.#step = undefined;
    }
  }

  /** Says what the step under way is at now: "proving, 3.1 s". */
  progress(text: string): void {
    if (this.#step) this.#step.text = text;
  }

  /** Replaces the live part. */
  live(lines: string[]): void {
    this.#live = lines;
    this.#redraw();
  }

  /** Ends the live part. */
  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#erase();
    this.#live = [];
  }

  #tick(): void {
    this.#frame += 1;
    if (this.#out.isTTY) {
      this.#redraw();
      return;
    }
    const step = this.#step;
    if (!step || Date.now() - step.saidAt < QUIET_EVERY_MS) return;
    step.saidAt = Date.now();
    this.#out.write(`${this.#clock()} … ${step.text} (${seconds(Date.now() - step.startedAt)} so far)\n`);
  }

  #redraw(): void {
    this.#erase();
    this.#draw();
  }

  #draw(): void {
    if (!this.#out.isTTY) return;
    const step = this.#step;
    const lines = step
      ? [
          ...this.#live,
          `${FRAMES[this.#frame % FRAMES.length]} ${step.text} ${seconds(Date.now() - step.startedAt)}`,
        ]
      : this.#live;
    const width = this.#out.columns || 80; // 0 on a terminal that does not say
    for (const line of lines) this.#out.write(`${line.slice(0, width - 1)}\n`);
    this.#drawnLines = lines.length;
  }

  #erase(): void {
    if (this.#drawnLines === 0) return;
    moveCursor(this.#out, 0, -this.#drawnLines);
    clearScreenDown(this.#out);
    this.#drawnLines = 0;
  }

  #clock(): string {
    return seconds(Date.now() - this.#startedAt).padStart(7);
  }
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
