// SPDX-License-Identifier: GPL-3.0-or-later

/** A value in the cache, or on its way there. */
export type Slot<Value> = {
  readonly key: string;
  readonly bytes: number;
  /** The value; a promise while it is loaded. Undefined when there is none. */
  value: Value | undefined | Promise<Value | undefined>;
  pins: number;
};

export type PinnedCache<Value> = {
  /**
   * The slot of `key`, pinned: its value stays until `unpin`. `bytes` is what the value will take. Requests for one key at once
   * share one load; missing values and failures are not remembered. Undefined when all the memory is pinned by others.
   */
  pin(key: string, bytes: number, load: () => Promise<Value | undefined>): Slot<Value> | undefined;
  unpin(slot: Slot<Value>): void;
};

/**
 * Makes a cache of loaded values, of `maxBytes` at most in all: kept, being loaded, and being sent to slow clients, each value
 * once however many clients share it. What nobody uses makes room, the least recently used first.
 */
export function createPinnedCache<Value>(maxBytes: number): PinnedCache<Value> {
  const slots = new Map<string, Slot<Value>>();
  // a Map keeps the order of insertion, so the first one is the least recently used
  const idle = new Map<string, Slot<Value>>();
  let bytes = 0;

  function drop(slot: Slot<Value>): void {
    slots.delete(slot.key);
    idle.delete(slot.key);
    bytes -= slot.bytes;
  }

  function makeRoom(needed: number): boolean {
    for (const slot of idle.values()) {
      if (bytes + needed <= maxBytes) break;
      drop(slot);
    }
    return bytes + needed <= maxBytes;
  }

  function unpin(slot: Slot<Value>): void {
    slot.pins -= 1;
    // a slot without a value has gone already
    if (slot.pins === 0 && slots.get(slot.key) === slot) idle.set(slot.key, slot);
  }

  /** The load itself holds a pin: its memory is in use. */
  function start(key: string, size: number, load: () => Promise<Value | undefined>): Slot<Value> {
    const loading = load();
    const slot: Slot<Value> = { key, bytes: size, value: loading, pins: 1 };
    slots.set(key, slot);
    bytes += size;
    const end = (value?: Value) => {
      slot.value = value;
      if (value === undefined) drop(slot);
      unpin(slot);
    };
    loading.then(end, () => end());
    return slot;
  }

  return {
    pin(key, size, load) {
      let slot = slots.get(key);
      if (!slot) {
        if (!makeRoom(size)) return undefined;
        slot = start(key, size, load);
      }
      if (slot.pins === 0) idle.delete(key);
      slot.pins += 1;
      return slot;
    },
    unpin,
  };
}
