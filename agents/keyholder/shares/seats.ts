// SPDX-License-Identifier: GPL-3.0-or-later
import type { Address, Hex } from "viem";
import { describeError, TryAgainError } from "../../kernel/process/errors.ts";
import type { Logger } from "../../kernel/process/log.ts";
import type { Curve } from "../../sdk/encryption/curve.ts";
import { judgeShare, type SeatOnChain, type ShareState } from "../policy.ts";
import type { Seat } from "../release/answers.ts";
import { KeyRefusal } from "../release/refusals.ts";
import { openShare, type ShareFile, type SharePlace } from "./shareFile.ts";

export type SeatsOptions = {
  curve: Curve;
  self: Address;
  privateKey: Hex;
  /** Reads every share of this node's directory. */
  readShares(): ShareFile[];
  /** Each committee as the chain has it at one block, with the seat that the share names; undefined for an unknown one. */
  readSeats(shares: readonly SharePlace[]): Promise<(SeatOnChain | undefined)[]>;
  log: Pick<Logger, "info" | "warn">;
};

/** The key shares that answer: those of the present epochs, each compared with its point on chain. */
export function createSeats({ curve, self, privateKey, readShares, readSeats, log }: SeatsOptions) {
  let serving = new Map<Hex, Seat>();
  /** The committees of shares that do not serve, and the epoch that has begun. */
  let waiting = new Map<Hex, number | undefined>();
  let wrong: SharePlace[] = [];
  let old: SharePlace[] = [];
  const told = new Map<string, ShareState>();

  /** Says once what became of a share. */
  function tell(place: SharePlace, state: ShareState): void {
    const { committeeId, epoch, index } = place;
    if (told.get(nameOf(place)) === state) return;
    told.set(nameOf(place), state);
    const about = { committeeId, epoch, index };
    if (state === "wrong")
      log.warn(about, "key share is not that of its seat on chain: committee not answered");
    else if (state === "serving")
      log.info(about, "key share compared with its point on chain, committee answered");
    else
      log.info(
        about,
        state === "old" ? "key share of an epoch that is over" : "key share of an epoch to come",
      );
  }

  /** Opens a share whose point stands on chain, or warns. The seat that answers already stays the same object. */
  function open(file: ShareFile): Seat | undefined {
    const { committeeId, epoch, index } = file;
    const known = serving.get(committeeId);
    if (known?.epoch === epoch && known.index === index) return known;
    try {
      const share = openShare(curve, privateKey, file);
      return { committeeId, epoch, index, share, point: curve.mulG(share) };
    } catch (error) {
      if (told.get(nameOf(file)) !== "wrong")
        log.warn({ committeeId, reason: describeError(error) }, "key share does not open");
      return undefined;
    }
  }

  return {
    /** Compares every share of the directory with the chain. Until the first time, nothing is answered. */
    async refresh(): Promise<void> {
      const files = readShares();
      const seats = await readSeats(files);
      const next = new Map<Hex, Seat>();
      const states = files.map((file, at) => {
        let state = judgeShare(file, seats[at], self);
        const opened = state === "serving" ? open(file) : undefined;
        if (state === "serving" && !opened) state = "wrong";
        if (opened) next.set(file.committeeId, opened);
        tell(file, state);
        return state;
      });
      serving = next;
      wrong = files.filter((_, at) => states[at] === "wrong");
      old = files.filter((_, at) => states[at] === "old");
      waiting = new Map(
        files.flatMap((file, at) =>
          next.has(file.committeeId) ? [] : [[file.committeeId, seats[at]?.epoch] as const],
        ),
      );
    },

    /** The seat that answers for a committee. Throws a KeyRefusal, or a TryAgainError between two epochs. */
    find(committeeId: Hex): Seat {
      const seat = serving.get(committeeId);
      if (seat) return seat;
      if (waiting.has(committeeId)) {
        throw new TryAgainError(
          `This node has no key share of the committee ${committeeId} for epoch ${waiting.get(committeeId) ?? 0}.`,
          "Ask the other members.",
        );
      }
      throw new KeyRefusal(
        "unknown_committee",
        `This node holds no key share of the committee ${committeeId}: ask its members.`,
      );
    },

    /** The number of committees that are answered. */
    count: () => serving.size,
    /** The shares of epochs that are over, whose successors answer. */
    replaced: (): readonly SharePlace[] => old.filter(({ committeeId }) => serving.has(committeeId)),
    /** Why a committee is not answered; undefined while all are. */
    fault(): string | undefined {
      const [first] = wrong;
      if (first)
        return `the key share ${first.index} of committee ${first.committeeId} is not that of its seat on chain in epoch ${first.epoch}: import the right one`;
      const [behind] = [...waiting].filter(([, epoch]) => epoch !== undefined);
      return behind && `no key share of committee ${behind[0]} for its epoch ${behind[1]}: import it`;
    },
  };
}

export type Seats = ReturnType<typeof createSeats>;

const nameOf = ({ committeeId, epoch, index }: SharePlace) => `${committeeId} ${epoch} ${index}`;
