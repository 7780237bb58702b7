// SPDX-License-Identifier: MIT
import type { Database, DatabaseFactory, DatabaseRequest, ObjectStore } from "../channels/pageDatabase.ts";

/** The part of IndexedDB that the session store uses, in memory; requests are answered one task later, as in a page. */
export function fakeIndexedDb(): DatabaseFactory & { everything(): Record<string, unknown[]> } {
  const stores = new Map<string, { keyPath?: string; rows: Map<string, unknown> }>();

  function request<T>(work: () => T): DatabaseRequest<T> {
    const made = { result: undefined as T, error: undefined as unknown } as {
      -readonly [Field in keyof DatabaseRequest<T>]: DatabaseRequest<T>[Field];
    };
    setImmediate(() => {
      try {
        made.result = work();
        made.onsuccess?.();
      } catch (error) {
        made.error = error;
        made.onerror?.();
      }
    });
    return made;
  }

  const objectStore = (name: string): ObjectStore => {
    const { keyPath, rows } = stores.get(name)!;
    return {
      get: (key) => request(() => structuredClone(rows.get(key))),
      getAll: () => request(() => [...rows.values()].map((row) => structuredClone(row))),
      put: (value) =>
        request(() => rows.set((value as Record<string, string>)[keyPath!]!, structuredClone(value))),
      add: (value, key) =>
        request(() => {
          if (rows.has(key)) throw new Error("ConstraintError");
          rows.set(key, structuredClone(value));
        }),
      delete: (key) => request(() => rows.delete(key)),
    };
  };

  const database: Database = {
    createObjectStore: (name, options) => stores.set(name, { ...options, rows: new Map() }),
    transaction: () => ({ objectStore }),
  };

  return {
    open() {
      const isNew = stores.size === 0;
      const opened: ReturnType<DatabaseFactory["open"]> = Object.assign(
        request(() => {
          if (isNew && stores.size === 0) opened.onupgradeneeded?.();
          return database;
        }),
        { result: database, onupgradeneeded: null },
      );
      return opened;
    },
    everything: () => Object.fromEntries([...stores].map(([name, { rows }]) => [name, [...rows.values()]])),
  };
}
