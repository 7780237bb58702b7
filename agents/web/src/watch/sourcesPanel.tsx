// SPDX-License-Identifier: GPL-3.0-or-later
import type { Edge } from "../../../sdk/content/requestChunk.ts";
import { bytes, short } from "../format.ts";
import { type ChunkEvent, type Source, type Sources, senderName } from "./sources.ts";

/** Where each chunk came from, that it was verified, and what was refused. */
export function SourcesPanel({ sources }: { sources: Sources }) {
  const { byEdge, last, verified, refused } = sources;
  return (
    <section class="panel" aria-labelledby="sources-title">
      <div class="panel-head">
        <h2 id="sources-title">Sources</h2>
        {verified > 0 && (
          <span class="status-badge">
            <span class="dot is-good" aria-hidden="true" />
            {verified} verified
          </span>
        )}
        {refused > 0 && (
          <span class="status-badge">
            <span class="dot is-bad" aria-hidden="true" />
            {refused} refused
          </span>
        )}
      </div>
      {byEdge.length === 0 ? (
        <p class="hint">
          Edges and mirrors send the work in chunks. The page checks each chunk against the root on chain
          before it plays, and says here who sent it.
        </p>
      ) : (
        <ul class="edges">
          {byEdge.map((source) => (
            <EdgeRow key={source.edge.endpoint} source={source} />
          ))}
        </ul>
      )}
      {last.length > 0 && (
        <details class="chunks">
          <summary>The last {last.length} chunks</summary>
          <ol>
            {last.map((event, at) => (
              <ChunkRow key={`${event.index}-${event.type}-${last.length - at}`} event={event} />
            ))}
          </ol>
        </details>
      )}
    </section>
  );
}

function EdgeRow({ source }: { source: Source }) {
  const { edge, chunks, byteCount, refused, lastReason } = source;
  return (
    <li class="edge">
      <span class="edge-name">
        <span class={`dot ${refused > 0 ? "is-bad" : "is-good"}`} aria-hidden="true" />
        <span>{senderName(edge)}</span>
      </span>
      <span class="edge-figures">
        {chunks} {chunks === 1 ? "chunk" : "chunks"}, {bytes(byteCount)},{" "}
        {edge.peer !== undefined ? "a viewer" : edge.isMirror ? "mirror" : <Bond {...edge} />}
      </span>
      {refused > 0 && (
        <span class="edge-refused">
          {refused} refused: {lastReason}
        </span>
      )}
    </li>
  );
}

function Bond({ operator }: Edge) {
  return (
    <>
      bonded by{" "}
      <span class="mono" title={operator}>
        {short(operator)}
      </span>
    </>
  );
}

function ChunkRow({ event }: { event: ChunkEvent }) {
  const host = senderName(event.edge);
  return event.type === "chunk" ? (
    <li>
      Chunk {event.index} verified: {bytes(event.byteCount)}, {host}
    </li>
  ) : (
    <li class="is-refused">
      Chunk {event.index} refused: {host}, {event.reason}
    </li>
  );
}
