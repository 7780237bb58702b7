// SPDX-License-Identifier: GPL-3.0-or-later
import "../styles/fields.css";
import { useId } from "preact/hooks";

type TextFieldProps = {
  label: string;
  hint: string;
  value: string;
  fault?: string | undefined;
  /** Takes many lines, as of addresses. */
  isLong?: boolean;
  onInput: (text: string) => void;
};

/** A line to write in, or many, with what is wrong below. */
export function TextField({ label, hint, value, fault, isLong = false, onInput }: TextFieldProps) {
  const id = useId();
  const written = {
    ...{ id, value, "aria-invalid": fault !== undefined, "aria-describedby": `${id}-hint` },
    onInput: ({ currentTarget }: { currentTarget: { value: string } }) => onInput(currentTarget.value),
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {isLong ? (
        <textarea {...written} rows={3} spellcheck={false} class="mono" />
      ) : (
        <input {...written} type="text" autoComplete="off" />
      )}
      <span id={`${id}-hint`} class={fault ? "hint is-warning" : "hint"} role={fault ? "alert" : undefined}>
        {fault ?? hint}
      </span>
    </div>
  );
}
