// SPDX-License-Identifier: GPL-3.0-or-later
import { amount, perMinute, spoken } from "../format.ts";
import type { Remedy } from "../sentences.ts";
import { ProblemCard } from "../ui/notice.tsx";
import { isChoosing, wallet } from "../wallet/wallet.ts";
import { DepositPicker } from "./depositPicker.tsx";
import { MeterView } from "./meterView.tsx";
import type { Status } from "./status.ts";
import type { Watching } from "./watching.ts";

type PayPanelProps = { watching: Watching; isDevnet: boolean; onPlay: () => unknown };

/** What the work costs and who pays: before playing a deposit to choose, then the meter. */
export function PayPanel({ watching, isDevnet, onPlay }: PayPanelProps) {
  const { status, meter, rate, deposit } = watching;
  const { needsDeposit, leftSec } = meter.value;
  const { step } = status.value;
  const hasBegun =
    step !== "idle" && step !== "opening" && (step !== "stopped" || watching.seconds.value > 0);
  return (
    <section class="panel" aria-labelledby="pay-title">
      <div class="panel-head">
        <h2 id="pay-title">{hasBegun ? "Meter" : "What it costs"}</h2>
        <StepBadge step={step} />
      </div>
      {status.value.step === "stopped" && (
        <ProblemCard
          problem={status.value.problem}
          onAgain={() =>
            remedy(status.value.step === "stopped" ? status.value.problem.remedy : "none", onPlay)
          }
        />
      )}
      <MeterView meter={meter.value} rate={rate} seconds={hasBegun ? watching.seconds.value : undefined} />
      {needsDeposit && step !== "playing" && step !== "paused" && (
        <>
          <DepositPicker watching={watching} isBusy={step === "opening"} />
          <p class="hint">{howToPay(isDevnet)}</p>
        </>
      )}
      {!needsDeposit && leftSec !== undefined && !hasBegun && (
        <p class="hint">
          A deposit to this creator is open. It plays {spoken(leftSec)}, without another signature.
        </p>
      )}
      {(step === "idle" || step === "opening" || step === "ended") && (
        <button type="button" class="button is-wide" onClick={() => onPlay()} disabled={step === "opening"}>
          {step === "opening"
            ? "Opening…"
            : playLabel(step, rate, needsDeposit ? deposit.value.wei : undefined)}
        </button>
      )}
      {hasBegun && !needsDeposit && rate > 0n && <TopUp watching={watching} />}
    </section>
  );
}

function playLabel(step: Status["step"], rate: bigint, depositWei: bigint | undefined): string {
  if (depositWei !== undefined) return `Deposit ${amount(depositWei)} and play`;
  if (step === "ended") return "Watch again";
  return rate === 0n ? "Play" : `Play for ${perMinute(rate)}`;
}

function howToPay(isDevnet: boolean): string {
  const unspent = "What does not play stays in the deposit, for this creator's other works.";
  if (wallet.value?.kind === "extension")
    return `One signature and one transaction in ${wallet.value.name}. ${unspent}`;
  if (wallet.value || isDevnet)
    return `A key of this browser pays, with play money of the devnet. ${unspent}`;
  return `A wallet pays: choose one when you press play. ${unspent}`;
}

function remedy(what: Remedy, onPlay: () => unknown): void {
  if (what === "wallet" || what === "tokens") isChoosing.value = true;
  else if (what === "reload") location.reload();
  else onPlay();
}

const STEPS: Partial<Record<string, [text: string, tone: string]>> = {
  playing: ["Paying", "is-good"],
  paused: ["Paused, paying nothing", ""],
  stalled: ["Waiting, paying nothing", ""],
  ended: ["Ended", ""],
  stopped: ["Stopped", "is-bad"],
};

function StepBadge({ step }: { step: string }) {
  const [text, tone] = STEPS[step] ?? [undefined, ""];
  return text ? (
    <span class="status-badge">
      <span class={`dot ${tone}`} aria-hidden="true" />
      {text}
    </span>
  ) : null;
}

function TopUp({ watching }: { watching: Watching }) {
  const { addition, deposit, meter } = watching;
  return (
    <div class="topup">
      {meter.value.isLow && <p class="hint is-warning">The deposit is nearly used up.</p>}
      <button type="button" class="button is-quiet is-wide" onClick={() => watching.topUp()}>
        Add {amount(deposit.value.wei)}
      </button>
      {addition.value && <output class="hint">{addition.value}</output>}
    </div>
  );
}
