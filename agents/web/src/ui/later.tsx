// SPDX-License-Identifier: GPL-3.0-or-later
import { useSignal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { Notice } from "./notice.tsx";

type LaterProps<Props> = { load: () => Promise<ComponentType<Props>>; props: Props };

/** A part of the page whose code comes when it is asked for. */
export function Later<Props extends object>({ load, props }: LaterProps<Props>) {
  const part = useSignal<{ Part: ComponentType<Props> } | "failed" | undefined>(undefined);
  useEffect(() => {
    load().then(
      (Part) => {
        part.value = { Part };
      },
      () => {
        part.value = "failed";
      },
    );
  }, [load]);
  if (part.value === "failed")
    return <Notice title="This part of the page did not load">Load the page again.</Notice>;
  if (!part.value) return <Notice title="Loading…" isBusy />;
  const { Part } = part.value;
  return <Part {...props} />;
}
