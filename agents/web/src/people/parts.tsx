// SPDX-License-Identifier: GPL-3.0-or-later
import type { ComponentChildren } from "preact";
import { ProblemCard } from "../ui/notice.tsx";
import { attempt, isBusy, trouble } from "./person.ts";

type ActionProps = {
  /** The part of the page that tells what goes wrong. */
  at: string;
  work: () => Promise<unknown>;
  isQuiet?: boolean;
  label?: string;
  children: ComponentChildren;
};

/** A button that asks something of the sign-in service. */
export function Action({ at, work, isQuiet = false, label, children }: ActionProps) {
  return (
    <button
      type="button"
      class={isQuiet ? "button is-quiet" : "button"}
      aria-label={label}
      disabled={isBusy.value}
      onClick={() => attempt(at, work)}
    >
      {children}
    </button>
  );
}

/** What went wrong in this part of the page. */
export function Trouble({ at }: { at: string }) {
  const now = trouble.value;
  return now?.at === at ? <ProblemCard problem={now.problem} /> : null;
}

/** A time, as this person's browser writes it. */
export function When({ at }: { at: number }) {
  const time = new Date(at * 1_000);
  return (
    <time dateTime={time.toISOString()}>
      {time.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" })}
    </time>
  );
}
