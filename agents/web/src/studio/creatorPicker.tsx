// SPDX-License-Identifier: GPL-3.0-or-later
import { short } from "../format.ts";
import { type Creator, EVERYONE } from "./creators.ts";

type CreatorPickerProps = {
  creators: readonly Creator[];
  chosen: string;
  onChoose: (address: string) => void;
};

/** Whose books are shown. */
export function CreatorPicker({ creators, chosen, onChoose }: CreatorPickerProps) {
  return (
    <label class="picker">
      <span>Creator</span>
      <select value={chosen} onChange={(event) => onChoose(event.currentTarget.value)}>
        <option value={EVERYONE}>All creators</option>
        {creators.map(({ address, works, isOwn }) => (
          <option key={address} value={address}>
            {isOwn ? "You, " : ""}
            {short(address)}, {works} {works === 1 ? "work" : "works"}
          </option>
        ))}
      </select>
    </label>
  );
}
