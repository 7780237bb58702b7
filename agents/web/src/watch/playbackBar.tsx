// SPDX-License-Identifier: GPL-3.0-or-later
import type { ComponentChildren } from "preact";
import { perMinute } from "../format.ts";
import { KEY_HELP } from "./keys.ts";
import { OFF } from "./subtitleTrack.ts";
import { trackName } from "./trackName.ts";
import { SPEEDS, type Watching } from "./watching.ts";

type PlaybackBarProps = {
  watching: Watching;
  /** The names to choose from, the best first; none of a file. */
  qualities: readonly string[];
  video: () => HTMLVideoElement | null;
};

/** What a viewer chooses while a work plays: quality, sound, subtitles, speed. */
export function PlaybackBar({ watching, qualities, video }: PlaybackBarProps) {
  const { quality, sounds, subtitles, speed, rate } = watching;
  const choices = subtitles.choices.value;
  return (
    <>
      <fieldset class="playback">
        <legend class="visually-hidden">Playback</legend>
        {qualities.length > 1 && (
          <Menu label="Quality" onChoose={(name) => watching.pinQuality(name || undefined)}>
            <option value="">{quality.value ? `Auto · ${quality.value}` : "Auto"}</option>
            {qualities.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </Menu>
        )}
        {sounds.value.length > 1 && (
          <Menu label="Sound" onChoose={(number) => watching.chooseSound(Number(number))}>
            {sounds.value.map((sound, number) => (
              <option key={sound.rendition} value={number}>
                {trackName(sound)}
              </option>
            ))}
          </Menu>
        )}
        {choices.length > 0 && (
          <Menu
            label="Subtitles"
            value={subtitles.shown.value}
            onChoose={(number) => subtitles.show(video()!, Number(number))}
          >
            <option value={OFF}>Off</option>
            {choices.map((choice, number) => (
              <option key={choice.name} value={number}>
                {trackName(choice)}
              </option>
            ))}
          </Menu>
        )}
        <Menu
          label="Speed"
          value={speed.value}
          onChoose={(each) => watching.setSpeed(video()!, Number(each))}
        >
          {SPEEDS.map((each) => (
            <option key={each} value={each}>
              {each}×
            </option>
          ))}
        </Menu>
        <details class="keys">
          <summary>Keys</summary>
          <dl>
            {KEY_HELP.map(([keys, what]) => (
              <div key={keys}>
                <dt>{keys}</dt>
                <dd>{what}</dd>
              </div>
            ))}
          </dl>
        </details>
      </fieldset>
      {speed.value !== 1 && rate > 0n && (
        <p class="hint">
          At {speed.value}×, a second of the work is still paid as it plays:{" "}
          {perMinute((rate * BigInt(speed.value * 100)) / 100n)}.
        </p>
      )}
      {subtitles.fault.value && (
        <p class="hint is-warning" role="alert">
          {subtitles.fault.value}
        </p>
      )}
    </>
  );
}

type MenuProps = {
  label: string;
  value?: string | number;
  onChoose: (value: string) => unknown;
  children: ComponentChildren;
};

function Menu({ label, value, onChoose, children }: MenuProps) {
  return (
    <label class="menu">
      <span>{label}</span>
      <select
        {...(value !== undefined && { value })}
        onChange={({ currentTarget }) => onChoose(currentTarget.value)}
      >
        {children}
      </select>
    </label>
  );
}
