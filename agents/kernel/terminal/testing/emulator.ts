// SPDX-License-Identifier: GPL-3.0-or-later
import xterm from "@xterm/headless";

/** The lines that stand on a terminal after `output`, without blanks at the end of a line or of the screen. */
export async function emulator(
  output: string,
  { columns, rows }: { columns?: number; rows?: number },
): Promise<string[]> {
  const terminal = new xterm.Terminal({
    cols: columns || 80,
    rows: rows || 24,
    allowProposedApi: true,
    // a kernel's terminal does so
    convertEol: true,
  });
  await new Promise<void>((resolve) => terminal.write(output, resolve));
  const { buffer } = terminal;
  const lines = Array.from({ length: buffer.active.length }, (_, i) =>
    (buffer.active.getLine(i)?.translateToString(true) ?? "").trimEnd(),
  );
  terminal.dispose();
  return lines.slice(0, lines.findLastIndex((line) => line !== "") + 1);
}
