// SPDX-License-Identifier: GPL-3.0-or-later
import "../styles/access.css";
import { TextField } from "../publish/textField.tsx";
import { type Draft, emptyPart, type Faults, faultName, MOST_PARTS, type PartDraft } from "./draft.ts";
import { FIELDS, type FieldName, PARTS, type PartKind } from "./parts.ts";

type PolicyFieldsProps = { draft: Draft; faults: Faults; onChange: (draft: Draft) => void };

/** Who gets in: one part, or several of which all or any must fit. */
export function PolicyFields({ draft, faults, onChange }: PolicyFieldsProps) {
  const { rule, parts } = draft;
  const change = (at: number, part: PartDraft) => onChange({ rule, parts: parts.with(at, part) });
  return (
    <div class="policy-fields">
      {parts.length > 1 && (
        <label class="field">
          <span class="field-label">Who gets in fits</span>
          <select
            value={rule}
            onChange={({ currentTarget }) => onChange({ parts, rule: currentTarget.value as Draft["rule"] })}
          >
            <option value="anyOf">any of these parts</option>
            <option value="allOf">all of these parts</option>
          </select>
        </label>
      )}
      {parts.map((part, at) => (
        <PartFields
          // parts have no name but their place
          key={`${at} of ${parts.length}`}
          part={part}
          number={parts.length > 1 ? at + 1 : undefined}
          faultOf={(field) => faults[faultName(at, field)]}
          onChange={(changed) => change(at, changed)}
          onRemove={() => onChange({ rule, parts: parts.toSpliced(at, 1) })}
        />
      ))}
      {parts.length < MOST_PARTS && (
        <button
          type="button"
          class="button is-quiet"
          onClick={() => onChange({ rule, parts: [...parts, emptyPart("collaborators")] })}
        >
          Add a part
        </button>
      )}
    </div>
  );
}

type PartFieldsProps = {
  part: PartDraft;
  /** Undefined for the only part. */
  number: number | undefined;
  faultOf: (field: FieldName) => string | undefined;
  onChange: (part: PartDraft) => void;
  onRemove: () => void;
};

function PartFields({ part, number, faultOf, onChange, onRemove }: PartFieldsProps) {
  const { kind, isNot, texts } = part;
  const { fields, caveat } = PARTS[kind];
  const set = (name: FieldName) => (text: string) => onChange({ ...part, texts: { ...texts, [name]: text } });
  return (
    <fieldset class="policy-part">
      <legend>{number === undefined ? "Who gets in" : `Part ${number}`}</legend>
      <select
        aria-label={number === undefined ? "Who gets in" : `What part ${number} asks for`}
        value={kind}
        onChange={({ currentTarget }) => onChange({ ...part, kind: currentTarget.value as PartKind })}
      >
        {Object.entries(PARTS).map(([name, { label }]) => (
          <option key={name} value={name}>
            {label}
          </option>
        ))}
      </select>
      {fields.length > 0 && (
        <div class="publish-pair">
          {fields.map((name) => (
            <TextField
              key={name}
              {...FIELDS[name]}
              value={texts[name] ?? ""}
              fault={faultOf(name)}
              onInput={set(name)}
            />
          ))}
        </div>
      )}
      {caveat && <p class="hint">{caveat}</p>}
      <div class="actions">
        <label class="tick">
          <input
            type="checkbox"
            checked={isNot}
            onChange={({ currentTarget }) => onChange({ ...part, isNot: currentTarget.checked })}
          />
          <span>Not: whoever fits is kept out</span>
        </label>
        {number !== undefined && (
          <button type="button" class="button is-quiet" onClick={onRemove}>
            Remove part {number}
          </button>
        )}
      </div>
    </fieldset>
  );
}
