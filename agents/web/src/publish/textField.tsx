// SPDX-License-Identifier: GPL-3.0-or-later
import "../styles/fields.css";
import { useId } from "preact/hooks";

type TextFieldProps = {
  label: string;
  hint: string;
  value: string;
  fault?: string | undefined;
  onInput: (text: string) => void;
};

/** A line to write in, with what is wrong below. */
export function TextField({ label, hint, value, fault, onInput }: TextFieldProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="text"
        value={value}
        autoComplete="off"
        aria-invalid={fault !== undefined}
        aria-describedby={`${id}-hint`}
        onInput={({ currentTarget }) => onInput(currentTarget.value)}
      />
      <span id={`${id}-hint`} class={fault ? "hint is-warning" : "hint"} role={fault ? "alert" : undefined}>
        {fault ?? hint}
      </span>
    </div>
  );
}
