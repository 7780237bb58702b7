// SPDX-License-Identifier: MIT
import type { HlsCallbacks, HlsContext, HlsLoader, HlsStats } from "./hlsTypes.ts";

/** Brings what a URL stands for. `onBytes` is told of bytes as they come. */
export type Bring = (
  url: string,
  options: { signal: AbortSignal; onBytes(byteCount: number): void; total(byteCount: number): void },
) => Promise<string | ArrayBuffer>;

/**
 * Makes a loader of hls.js out of `bring`. It counts the bytes as they come: hls.js gives up a fragment that comes too slowly, and
 * would give up every fragment of a loader that counts at the end alone. Once aborted, it calls nobody.
 */
export function loaderClass(bring: Bring, onFailure: (error: unknown) => void): new () => HlsLoader {
  return class {
    context: HlsContext | null = null;
    readonly stats: HlsStats = {
      ...{ aborted: false, loaded: 0, total: 0, retry: 0, chunkCount: 0, bwEstimate: 0 },
      ...{ loading: { start: 0, first: 0, end: 0 }, parsing: { start: 0, end: 0 } },
      buffering: { start: 0, first: 0, end: 0 },
    };
    readonly #ending = new AbortController();
    #isOver = false;
    #callbacks: HlsCallbacks | undefined;

    load(context: HlsContext, _config: unknown, callbacks: HlsCallbacks): void {
      this.context = context;
      this.#callbacks = callbacks;
      const { stats } = this;
      stats.loading.start = performance.now();
      const onBytes = (byteCount: number) => {
        stats.loading.first ||= performance.now();
        stats.loaded += byteCount;
      };
      const total = (byteCount: number) => {
        stats.total = byteCount;
      };
      bring(context.url, { signal: this.#ending.signal, onBytes, total }).then(
        (data) => this.#end(() => this.#succeed(context, data)),
        (error) => this.#end(() => this.#fail(context, error)),
      );
    }

    #succeed(context: HlsContext, data: string | ArrayBuffer): void {
      const { stats } = this;
      stats.loading.end = performance.now();
      stats.loading.first ||= stats.loading.end;
      if (stats.loaded === 0) stats.loaded = typeof data === "string" ? data.length : data.byteLength;
      stats.total = stats.loaded;
      this.#callbacks?.onSuccess({ url: context.url, data, code: 200 }, stats, context, null);
    }

    #fail(context: HlsContext, error: unknown): void {
      onFailure(error);
      this.#callbacks?.onError({ code: 0, text: String(error) }, context, null, this.stats);
    }

    #end(work: () => void): void {
      if (this.#isOver) return;
      this.#isOver = true;
      work();
    }

    abort(): void {
      this.#end(() => {
        this.stats.aborted = true;
        this.#ending.abort();
        this.#callbacks?.onAbort?.(this.stats, this.context!, null);
      });
    }

    destroy(): void {
      this.#callbacks = undefined;
      this.abort();
    }

    getCacheAge(): null {
      return null;
    }

    getResponseHeader(): null {
      return null;
    }
  };
}
