// SPDX-License-Identifier: GPL-3.0-or-later

/** Says `text` to screen readers when the text changes. Figures that run are not said: they stand where they can be read. */
export function Announcer({ text }: { text: string }) {
  return (
    <output class="visually-hidden" aria-live="polite">
      {text}
    </output>
  );
}
