// SPDX-License-Identifier: GPL-3.0-or-later

export type LoadingCache<Value> = {
  /** The value of `key`: remembered, being loaded, or loaded now. */
  get(key: string, load: () => Promise<Value | undefined>): Promise<Value | undefined>;
  set(key: string, value: Value): void;
};

/**
 * Makes a cache of loaded values, up to `maxBytes` as `bytesOf` counts them; the least recently used goes first.
 * Requests for one key at once share one load. Missing values and failures are not remembered.
 */
export function createLoadingCache<Value>(options: {
  maxBytes: number;
  bytesOf(value: Value): number;
}): LoadingCache<Value> {
  const { maxBytes, bytesOf } = options;
  // a Map keeps the order of insertion, so the first key is the least recently used
  const values = new Map<string, Value>();
  const loading = new Map<string, Promise<Value | undefined>>();
  let bytes = 0;

  function forget(key: string): Value | undefined {
    const value = values.get(key);
    if (value === undefined) return undefined;
    values.delete(key);
    bytes -= bytesOf(value);
    return value;
  }

  function set(key: string, value: Value): void {
    forget(key);
    values.set(key, value);
    bytes += bytesOf(value);
    for (const oldest of values.keys()) {
      if (bytes <= maxBytes) break;
      forget(oldest);
    }
  }

  async function loadAndSet(key: string, load: () => Promise<Value | undefined>): Promise<Value | undefined> {
    try {
      const value = await load();
      if (value !== undefined) set(key, value);
      return value;
    } finally {
      loading.delete(key);
    }
  }

  return {
    set,
    async get(key, load) {
      const value = forget(key);
      if (value !== undefined) {
        set(key, value);
        return value;
      }
      const underWay = loading.get(key) ?? loadAndSet(key, load);
      loading.set(key, underWay);
      return underWay;
    },
  };
}
