// SPDX-License-Identifier: MIT
// The part of IndexedDB that the session store uses: this repository compiles without the types of pages.

export type DatabaseRequest<T> = {
  readonly result: T;
  readonly error: unknown;
  onsuccess: ((...event: never[]) => unknown) | null;
  onerror: ((...event: never[]) => unknown) | null;
};

export type ObjectStore = {
  get(key: string): DatabaseRequest<unknown>;
  getAll(): DatabaseRequest<unknown[]>;
  put(value: unknown): DatabaseRequest<unknown>;
  add(value: unknown, key: string): DatabaseRequest<unknown>;
  delete(key: string): DatabaseRequest<unknown>;
};

export type Database = {
  createObjectStore(name: string, options?: { keyPath: string }): unknown;
  transaction(name: string, mode: "readonly" | "readwrite"): { objectStore(name: string): ObjectStore };
};

export type DatabaseFactory = {
  open(
    name: string,
    version: number,
  ): DatabaseRequest<Database> & { onupgradeneeded: ((...event: never[]) => unknown) | null };
};

/** The answer to a request. */
export function answerOf<T>(request: DatabaseRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
