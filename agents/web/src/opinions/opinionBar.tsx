// SPDX-License-Identifier: GPL-3.0-or-later
import type { PartProps } from "./opinions.ts";

const STARS = [1, 2, 3, 4, 5];

/** Likes, stars, and who follows the publisher: each a button that says what is, and changes it. */
export function OpinionBar({
  opinions: { act, doing, work },
  read: { work: leaf, own, publisher },
}: PartProps) {
  const isBusy = typeof doing.value === "string";
  const likes = own?.likes ?? false;
  const stars = own?.stars ?? 0;
  const ratings = leaf.ratings === 1 ? "1 rating" : `${leaf.ratings} ratings`;
  return (
    <div class="opinion-bar">
      <button
        type="button"
        class="button is-quiet opinion"
        aria-pressed={likes}
        disabled={isBusy}
        onClick={() => act({ kind: likes ? "unlike" : "like", work })}
      >
        <span aria-hidden="true">{likes ? "♥" : "♡"}</span> {leaf.likes}
        <span class="visually-hidden">{leaf.likes === 1 ? "like" : "likes"}. Like this work</span>
      </button>
      <fieldset class="stars" disabled={isBusy}>
        <legend class="visually-hidden">Your rating, of five stars</legend>
        {STARS.map((star) => (
          <button
            key={star}
            type="button"
            class={`star ${star <= stars ? "is-on" : ""}`}
            aria-pressed={star === stars}
            aria-label={star === 1 ? "1 star" : `${star} stars`}
            // pressed again, the rating is taken back
            onClick={() => act({ kind: "rate", work, stars: star === stars ? 0 : star })}
          >
            <span aria-hidden="true">★</span>
          </button>
        ))}
        <span class="hint-inline">
          {leaf.ratings > 0 ? `${(leaf.stars / leaf.ratings).toFixed(1)} of 5, ${ratings}` : "Not rated yet"}
        </span>
      </fieldset>
      {publisher && (
        <button
          type="button"
          class="button is-quiet opinion"
          aria-pressed={publisher.follows}
          disabled={isBusy}
          onClick={() => act({ kind: publisher.follows ? "unfollow" : "follow", target: publisher.actor })}
        >
          {publisher.follows ? "Following" : "Follow"} the publisher
          <span class="hint-inline">{publisher.followers}</span>
        </button>
      )}
    </div>
  );
}
