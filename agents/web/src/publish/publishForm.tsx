// SPDX-License-Identifier: GPL-3.0-or-later
import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { LIMITS } from "../../../sdk/content/manifestFields.ts";
import type { Deployment } from "../deployment.ts";
import { bytes, spoken } from "../format.ts";
import type { Wallet } from "../wallet/wallet.ts";
import { bareName, type ChosenFile, measureFile } from "./chosenFile.ts";
import type { Terms } from "./publishing.ts";
import { createSealing } from "./sealing.ts";
import { SealingFields } from "./sealingFields.tsx";
import { payeeIn, rateIn, secondsIn } from "./terms.ts";
import { TextField } from "./textField.tsx";

type PublishFormProps = {
  from: Deployment;
  /** The account that publishes; undefined where somebody has to choose one first. */
  payer: () => Wallet | undefined;
  onPublish: (chosen: ChosenFile, terms: Terms) => void;
};

/** What is published, at which price, and for whom. Each fault stands at its field. */
export function PublishForm({ from, payer, onPublish }: PublishFormProps) {
  const chosen = useSignal<ChosenFile | "measuring" | undefined>(undefined);
  const fields = useSignal({ title: "", price: "0.6", payee: "", length: "" });
  const isPrivate = useSignal(true);
  const sealing = useMemo(() => createSealing(from), [from]);
  useEffect(() => {
    sealing.look();
  }, [sealing]);
  const faults = useSignal<Partial<Record<"file" | "price" | "payee" | "length", string>>>({});
  const set = (name: keyof typeof fields.value) => (text: string) => {
    fields.value = { ...fields.value, [name]: text };
  };
  const file = typeof chosen.value === "object" ? chosen.value : undefined;
  const isUnmeasured = file !== undefined && "unmeasured" in file.measure;

  async function choose(picked: File | undefined): Promise<void> {
    if (!picked) return;
    chosen.value = "measuring";
    faults.value = {};
    const measured = await measureFile(picked);
    chosen.value = picked.size > 0 ? measured : undefined;
    if (picked.size === 0)
      faults.value = { file: `${picked.name} is empty. Choose a file that is written completely.` };
    else set("title")(bareName(picked.name).slice(0, LIMITS.title));
  }

  async function publish(): Promise<void> {
    const account = payer();
    const sealed = isPrivate.value ? await sealing.read() : { value: undefined };
    const { title, price, payee, length } = fields.value;
    const rate = rateIn(price);
    const paid = payeeIn(payee, account?.address ?? "0x");
    const measured =
      file && "durationSec" in file.measure ? { value: file.measure.durationSec } : secondsIn(length);
    faults.value = {
      ...(!file && { file: "Choose a file." }),
      ...("fault" in rate && { price: rate.fault }),
      ...(account && "fault" in paid && { payee: paid.fault }),
      ...(file && "fault" in measured && { length: measured.fault }),
    };
    if (!file || "fault" in rate || "fault" in paid || "fault" in measured || !sealed) return;
    const terms = {
      ...{ title, isPrivate: isPrivate.value, sealing: sealed.value },
      ...{ ratePerSecondWei: rate.value, payee: paid.value },
    };
    onPublish(file, { ...terms, durationSec: measured.value });
  }

  return (
    <form
      class="publish-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        publish();
      }}
    >
      <label class="drop">
        <span class="drop-name">{file ? file.file.name : "Choose a file, or drop it here"}</span>
        <span class="hint">{aboutOf(chosen.value)}</span>
        <input
          type="file"
          aria-invalid={faults.value.file !== undefined}
          onChange={({ currentTarget }) => choose(currentTarget.files?.[0])}
        />
      </label>
      {faults.value.file && (
        <p class="hint is-warning" role="alert">
          {faults.value.file}
        </p>
      )}
      {isUnmeasured && (
        <TextField
          label="How long it plays"
          hint="As 1:30, or seconds. Viewers pay for each."
          value={fields.value.length}
          fault={faults.value.length}
          onInput={set("length")}
        />
      )}
      <TextField label="Title" hint="What people see." value={fields.value.title} onInput={set("title")} />
      <div class="publish-pair">
        <TextField
          label="Price of a minute, in STREAM"
          hint="0 is free."
          value={fields.value.price}
          fault={faults.value.price}
          onInput={set("price")}
        />
        <TextField
          label="Who is paid"
          hint="Empty: you. Or an address, or a split."
          value={fields.value.payee}
          fault={faults.value.payee}
          onInput={set("payee")}
        />
      </div>
      <label class="tick">
        <input
          type="checkbox"
          checked={isPrivate.value}
          onChange={({ currentTarget }) => {
            isPrivate.value = currentTarget.checked;
          }}
        />
        <span>
          Private
          <span class="hint">Encrypted here, before it leaves.</span>
        </span>
      </label>
      {isPrivate.value && <SealingFields sealing={sealing} />}
      <button type="submit" class="button" disabled={chosen.value === "measuring"}>
        Publish
      </button>
    </form>
  );
}

function aboutOf(chosen: ChosenFile | "measuring" | undefined): string {
  if (chosen === undefined)
    return "Video, sound, or any other file. It goes to the edges in chunks, as it is.";
  if (chosen === "measuring") return "Measuring…";
  const { file, measure } = chosen;
  const size = bytes(file.size);
  if ("durationSec" in measure) return `${size}, plays ${spoken(Math.ceil(measure.durationSec))}`;
  return `${size}. Its length is not known: the file ${measure.unmeasured}.`;
}
