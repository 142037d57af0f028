import { integer, shown } from "@tensorloom/core/internal";
import { findTypedArrays } from "./findTypedArrays.ts";
import type { MapContext } from "../pass/mapContext.ts";
import { arrayConstructor } from "./arrayConstructor.ts";
import type { TypedArray } from "./ndarray.ts";
import { SKIP } from "../pass/maybeAsync.ts";
import type { Operator } from "../source.ts";
import { FreeBuffers } from "./freeBuffers.ts";
import { stackWith } from "./stack.ts";
import type { Stacked } from "./stacked.ts";
import { stage } from "../pass/stage.ts";

/** Memory for one array of a batch whose rows are being made. Each row is a part of it. */
interface Slot {
  /** Weak, because rows may be dropped after an error. */
  readonly memory: WeakRef<ArrayBuffer>;
  /** Bytes in a row. */
  readonly bytes: number;
  /** How many rows have been allocated. */
  taken: number;
  /** Whether a batch has been made of it: later rows are not part of it. */
  stacked: boolean;
}

/** A batch whose rows are being made. */
interface PendingBatch {
  /** How many arrays each row has requested. */
  readonly requested: number[];
  /** The first array of each row, the second, and so on. */
  readonly slots: Slot[];
}

/** How many batches a pass may have in the making. Rows of older ones are copied. */
const MAX_PENDING = 256;

/**
 * Reusable memory for large batches. Allocating 50 MB per batch takes longer than filling it.
 *
 * Use `stack` as the `collate` of a batch: its batches lie in the pool. A batch is valid until you call `release`. If you
 * never release it, it is garbage-collected like any object. `recycle` is the last operator of a pipeline: it releases
 * each batch when the next one is requested.
 *
 * `slot` lets a `map` before the batch write its elements directly into the batch, so that `stack` copies nothing. Such
 * an element belongs to its batch, so no stage between them may keep or repeat it (`cache`, `window`). If a stage between
 * them drops or reorders elements, `stack` copies.
 *
 * @example
 * ```ts
 * import { BatchPool, range } from "@tensorloom/data";
 *
 * const pool = new BatchPool(2);
 * const batches = range(4)
 *   .map((x, context) => pool.slot(context)(3).fill(x))
 *   .batch(2, { collate: pool.stack })
 *   .apply(pool.recycle());
 * const sums = [];
 * await batches.forEach(({ data, shape }) => sums.push([data.reduce((a, b) => a + b), shape]));
 * sums; // => [[3, [2, 3]], [15, [2, 3]]]
 * ```
 */
export class BatchPool {
  readonly #rows: number;
  readonly #free = new FreeBuffers();
  /** The arrays in use, by their memory. An array that is released twice, or late, is not in it. */
  readonly #lent = new WeakMap<ArrayBuffer, ArrayBufferView>();
  /** The batches in the making of each pass, by number. A pass is identified by its signal. */
  readonly #passes = new WeakMap<AbortSignal, Map<number, PendingBatch>>();
  readonly #slots = new WeakMap<ArrayBuffer, Slot>();

  /**
   * @param rows - Elements in a batch, at least 1.
   * @throws RangeError if `rows` is not an integer of at least 1.
   */
  constructor(rows: number) {
    this.#rows = integer("BatchPool: rows", rows, 1);
  }

  /**
   * Returns an allocator for an element's slot in its batch.
   *
   * The memory is not cleared. An element of several arrays calls it once per array, in the same order as the others.
   */
  slot({ index, signal }: Pick<MapContext, "index" | "signal">): (bytes: number) => Uint8Array<ArrayBuffer> {
    const row = index % this.#rows;
    return (bytes) => {
      const { requested, slots } = this.#pendingBatch(signal, Math.floor(index / this.#rows));
      const nth = (requested[row] ??= 0);
      requested[row] += 1;
      let memory: ArrayBuffer | undefined;
      if (nth === slots.length) {
        memory = this.#free.acquire(bytes * this.#rows);
        slots.push({ memory: new WeakRef(memory), bytes, taken: 0, stacked: false });
        this.#slots.set(memory, slots[nth]);
      }
      const slot = slots[nth];
      memory ??= slot.memory.deref();
      if (memory === undefined || slot.stacked || slot.bytes !== bytes) return new Uint8Array(bytes);
      slot.taken += 1;
      return new Uint8Array(memory, row * bytes, bytes);
    };
  }

  #pendingBatch(signal: AbortSignal, number: number): PendingBatch {
    let pass = this.#passes.get(signal);
    if (pass === undefined) this.#passes.set(signal, (pass = new Map<number, PendingBatch>()));
    let making = pass.get(number);
    if (making === undefined) {
      pass.set(number, (making = { requested: [], slots: [] }));
      pass.delete(number - MAX_PENDING);
    }
    return making;
  }

  /**
   * Copies bytes into the pool's memory. Use it for readers that reuse their buffers. The copy is valid until
   * `release`.
   *
   * @example
   * ```ts
   * import { BatchPool } from "@tensorloom/data";
   *
   * const pool = new BatchPool(16);
   * const record = pool.copyRecord(Uint8Array.of(1, 2));
   * record; // => Uint8Array.of(1, 2)
   * pool.release(record);
   * ```
   */
  readonly copyRecord = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => {
    if (!(bytes instanceof Uint8Array))
      throw new TypeError(`BatchPool.copyRecord: bytes must be a Uint8Array, got ${shown(bytes)}`);
    const memory = this.#free.acquire(2 ** Math.ceil(Math.log2(Math.max(1, bytes.length)))); // few sizes, so that buffers are reused
    const into = new Uint8Array(memory, 0, bytes.length);
    into.set(bytes);
    this.#lent.set(memory, into);
    return into;
  };

  /** Like {@link stack}, into the pool's memory. */
  readonly stack = <T>(elements: readonly T[]): Stacked<T> => stackWith((rows) => this.#join(rows), elements);

  /**
   * Returns the memory of a batch to the pool. Do not use the batch afterwards.
   *
   * Memory that is not the pool's, or that has been released before, is ignored.
   */
  release(batch: unknown): void {
    for (const array of findTypedArrays(batch)) {
      const { buffer } = array;
      if (!(buffer instanceof ArrayBuffer) || this.#lent.get(buffer) !== array) continue;
      this.#lent.delete(buffer);
      this.#free.release(buffer);
    }
  }

  /** Returns an operator that releases each batch when the next is requested. The last one is released at the end. */
  recycle<T>(): Operator<T, T> {
    return stage<T, T>({
      label: "recycle()",
      part: (part) => part,
      work: () => {
        let last: T | undefined;
        return {
          next: (batch) => {
            this.release(last);
            return (last = batch);
          },
          flush: () => {
            this.release(last);
            return SKIP;
          },
        };
      },
    });
  }

  #join(rows: readonly TypedArray[]): TypedArray {
    const [{ buffer, length, byteLength }] = rows;
    const typed = arrayConstructor(rows[0]);
    const slot = buffer instanceof ArrayBuffer ? this.#slots.get(buffer) : undefined;
    const whole =
      slot?.taken === rows.length &&
      !slot.stacked &&
      rows.every((row, i) => row.buffer === buffer && row.byteOffset === i * byteLength);
    let memory: ArrayBuffer;
    if (slot !== undefined && whole && buffer instanceof ArrayBuffer) {
      slot.stacked = true;
      memory = buffer;
    } else memory = this.#free.acquire(byteLength * rows.length);
    const batch = new typed(memory, 0, length * rows.length);
    if (memory !== buffer) rows.forEach((row, i) => batch.set(row, i * length));
    this.#lent.set(memory, batch);
    return batch;
  }
}
