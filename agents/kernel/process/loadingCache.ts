// SPDX-License-Identifier: GPL-3.0-or-later

export type LoadingCache<Value> = {
  /** The value of `key`: remembered, being loaded, or loaded now. */
  get(key: string, load: () => Promise<Value | undefined>): Promise<Value | undefined>;
  set(key: string, value: Value): void;
  /** Drops the value, and what a load under way brings; all values without a key. */
  forget(key?: string): void;
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

  function take(key: string): Value | undefined {
    const value = values.get(key);
    if (value === undefined) return undefined;
    values.delete(key);
    bytes -= bytesOf(value);
    return value;
  }

  function set(key: string, value: Value): void {
    take(key);
    values.set(key, value);
    bytes += bytesOf(value);
    for (const oldest of values.keys()) {
      if (bytes <= maxBytes) break;
      take(oldest);
    }
  }

  function start(key: string, load: () => Promise<Value | undefined>): Promise<Value | undefined> {
    const underWay: Promise<Value | undefined> = load().then((value) => {
      // what was forgotten meanwhile is handed out, and not kept
      if (value !== undefined && loading.get(key) === underWay) set(key, value);
      return value;
    });
    loading.set(key, underWay);
    const end = () => {
      if (loading.get(key) === underWay) loading.delete(key);
    };
    underWay.then(end, end);
    return underWay;
  }

  return {
    set,
    forget(key) {
      for (const each of key === undefined ? [...values.keys()] : [key]) take(each);
      if (key === undefined) loading.clear();
      else loading.delete(key);
    },
    async get(key, load) {
      const value = take(key);
      if (value !== undefined) {
        set(key, value);
        return value;
      }
      return loading.get(key) ?? start(key, load);
    },
  };
}
