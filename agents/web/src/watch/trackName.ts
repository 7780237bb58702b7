// SPDX-License-Identifier: GPL-3.0-or-later

/** What a track is called: the name that its maker gave, else its language in words. */
export function trackName({ name, language }: { name: string; language: string | undefined }): string {
  const isGiven = name !== language && !/^audio-\d+$/.test(name);
  if (isGiven || !language) return name;
  try {
    return new Intl.DisplayNames("en", { type: "language" }).of(language) ?? name;
  } catch {
    return name;
  }
}
