// SPDX-License-Identifier: GPL-3.0-or-later
import type { ComponentChildren } from "preact";
import type { Problem, Remedy } from "../sentences.ts";

type NoticeProps = { title: string; isBusy?: boolean; children?: ComponentChildren };

/** A page's part that has nothing to show yet, or nothing at all: says what is waited for. */
export function Notice({ title, isBusy = false, children }: NoticeProps) {
  return (
    <section class="notice" aria-busy={isBusy}>
      {isBusy && <span class="spinner" aria-hidden="true" />}
      <h2 class="notice-title">{title}</h2>
      {children && <p>{children}</p>}
    </section>
  );
}

const BUTTONS: Partial<Record<Remedy, string>> = {
  again: "Try again",
  wallet: "Choose a wallet",
  tokens: "Get STREAM",
  deposit: "Deposit more",
  reload: "Load again",
};

/** What went wrong, and the one thing to do about it. */
export function ProblemCard({ problem, onAgain }: { problem: Problem; onAgain?: () => unknown }) {
  const label = BUTTONS[problem.remedy];
  return (
    <section class="problem" role="alert">
      <h2 class="problem-title">{problem.title}</h2>
      <p>{problem.text}</p>
      {label && onAgain && (
        <button type="button" class="button" onClick={() => onAgain()}>
          {label}
        </button>
      )}
    </section>
  );
}
