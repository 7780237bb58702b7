// SPDX-License-Identifier: GPL-3.0-or-later
import { styleText } from "node:util";
import { createLogUpdate } from "log-update";
import { printable } from "../../sdk/wire/printable.ts";
import { printableLines } from "./printable.ts";
import { hanging, table } from "./table.ts";

const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const FRAME_MS = 120;
const QUIET_EVERY_MS = 10_000;

/**
 * What the terminal shows: lines that stay, and below them a live part that is drawn over. Where the output is not a
 * terminal there is no live part; a step that takes long then says so every ten seconds.
 */
export class Screen {
  readonly #startedAt = Date.now();
  readonly #out: NodeJS.WriteStream;
  readonly #drawOver: ReturnType<typeof createLogUpdate>;
  #live: readonly string[] = [];
  #step: { text: string; startedAt: number; saidAt: number } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #frame = 0;
  #said = "";

  constructor(out: NodeJS.WriteStream = process.stdout) {
    this.#out = out;
    const terminal = {
      isTTY: true,
      // 0 on a terminal that does not say
      get columns() {
        return out.columns || 80;
      },
      get rows() {
        return out.rows || 24;
      },
      write: (text: string) => out.write(text),
    };
    // to hide the cursor takes signal handlers, and those are the caller's
    this.#drawOver = createLogUpdate(terminal as NodeJS.WriteStream, { showCursor: true });
  }

  /** Lines that stay. */
  say(text: string): void {
    const lines = printableLines(text).split("\n");
    this.#print(lines.map((line) => hanging("", line, this.width)).join("\n"));
  }

  /** A line that stays, with the time it came at: something that happened beside the step under way. */
  note(text: string): void {
    this.#print(hanging(`${this.#clock()} ${this.#style("yellow", "!")} `, printable(text), this.width));
  }

  /** The title of what follows. */
  heading(text: string): void {
    this.#print(`\n${this.#style("bold", printable(text))}`);
  }

  /** A table that stays; its first row is the head. */
  table(rows: readonly (readonly string[])[]): void {
    this.#print(this.lay(rows).join("\n"));
  }

  /** A line to copy: never broken, however narrow the terminal. */
  command(line: string): void {
    this.#print(printable(line));
  }

  /** The last word: all came out right. */
  success(text: string): void {
    this.#print(`\n${this.#style("green", hanging("", printable(text), this.width))}`);
  }

  /** Shows `text` with a clock while `work` runs, then a line that says what came of it and how long it took. */
  async during<T>(
    text: string,
    work: () => Promise<T>,
    done: (result: T) => string = () => text,
  ): Promise<T> {
    const startedAt = Date.now();
    this.#step = { text, startedAt, saidAt: startedAt };
    this.#timer ??= setInterval(() => this.#tick(), FRAME_MS);
    try {
      const result = await work();
      this.#step = undefined;
      const took = this.#style("dim", `(${seconds(Date.now() - startedAt)})`);
      const mark = `${this.#clock()} ${this.#style("green", "✓")} `;
      this.#print(hanging(mark, `${printable(done(result))} ${took}`, this.width));
      return result;
    } finally {
      this.#step = undefined;
    }
  }

  /** Says what the step under way is at now: "proving, 3.1 s". */
  progress(text: string): void {
    if (this.#step) this.#step.text = text;
  }

  /** Replaces the live part, by lines of {@link lay}. */
  live(lines: readonly string[]): void {
    this.#live = lines;
    this.#draw();
  }

  /** The lines of a table that fits the terminal. */
  lay(rows: readonly (readonly string[])[]): string[] {
    const head = (text: string) => this.#style("dim", text);
    return table(
      rows.map((row) => row.map((cell) => printable(cell))),
      { width: this.width, head },
    );
  }

  /** Whether there is a live part. */
  get isLive(): boolean {
    return this.#out.isTTY;
  }

  /** How many columns there are; without a terminal a line may have any length. */
  get width(): number {
    return this.#out.isTTY ? this.#out.columns || 80 : Number.POSITIVE_INFINITY;
  }

  /** All lines that stay, so far. */
  get said(): string {
    return this.#said;
  }

  /** Ends the live part. */
  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#live = [];
    if (this.#out.isTTY) this.#drawOver.clear();
  }

  #tick(): void {
    this.#frame += 1;
    const step = this.#step;
    if (this.#out.isTTY) this.#draw();
    else if (step && Date.now() - step.saidAt >= QUIET_EVERY_MS) {
      step.saidAt = Date.now();
      const soFar = seconds(Date.now() - step.startedAt);
      this.#print(`${this.#clock()} … ${printable(step.text)} (${soFar} so far)`);
    }
  }

  #print(text: string): void {
    if (this.#out.isTTY) this.#drawOver.clear();
    this.#out.write(`${text}\n`);
    this.#said += `${text}\n`;
    this.#draw();
  }

  #draw(): void {
    if (!this.#out.isTTY) return;
    const lines = this.#step ? [...this.#live, this.#stepLine(this.#step)] : this.#live;
    if (lines.length === 0) this.#drawOver.clear();
    // with an empty last line, log-update draws what is added below it one line too high
    else this.#drawOver(lines.map((line) => line || " ").join("\n"));
  }

  #stepLine({ text, startedAt }: { text: string; startedAt: number }): string {
    const mark = this.#style("cyan", FRAMES[this.#frame % FRAMES.length] ?? "");
    const clock = this.#style("dim", seconds(Date.now() - startedAt));
    return hanging(`${mark} `, `${printable(text)} ${clock}`, this.width);
  }

  /** With colour on a terminal alone, and not where NO_COLOR says so. */
  #style(format: Parameters<typeof styleText>[0], text: string): string {
    return styleText(format, text, { stream: this.#out });
  }

  #clock(): string {
    return this.#style("dim", seconds(Date.now() - this.#startedAt).padStart(7));
  }
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
