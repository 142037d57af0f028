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

/** Memory for one array of a batch whose rows are being made: a part of it each. */
interface Slot {
  /** Weak: rows that nobody holds any more, because an error took the others, must not be held here. */
  readonly memory: WeakRef<ArrayBuffer>;
  /** Bytes in a row. */
  readonly bytes: number;
  /** How many rows were asked for. */
  taken: number;
  /** Whether a batch was made of it: rows that are asked for later are not part of it. */
  stacked: boolean;
}

/** A batch whose rows are being made. */
interface PendingBatch {
  /** How many arrays each row has asked for. */
  readonly asked: number[];
  /** The first array of each row, the second, and so on. */
  readonly slots: Slot[];
}

/** Batches further back than so many are not made any more; where one is, its rows are copied. */
const MAX_PENDING = 256;

/**
 * Memory for large batches, used again: making 50 MB anew for each batch costs more than filling them.
 *
 * `stack` is a `collate` whose batches lie in the pool. A batch is its reader's until `release` gives its memory back;
 * one that is never released is collected like any object. `lend` is the operator, the last of a pipeline, that
 * releases each batch when the next one is given.
 *
 * `room` lets a `map` in front of the batch make its elements where the batch will lie, so that `stack` has nothing to
 * copy. Such an element belongs to its batch: nothing between may keep it or give it twice (`cache`, `window`). Where
 * elements are left out between or come in another order, `stack` copies.
 *
 * @example
 * ```ts
 * import { BatchPool, range } from "@tensorloom/data";
 *
 * const pool = new BatchPool(2);
 * const batches = range(4)
 *   .map((x, context) => pool.room(context)(3).fill(x))
 *   .batch(2, { collate: pool.stack })
 *   .apply(pool.lend());
 * const sums = [];
 * await batches.forEach(({ data, shape }) => sums.push([data.reduce((a, b) => a + b), shape]));
 * sums; // => [[3, [2, 3]], [15, [2, 3]]]
 * ```
 */
export class BatchPool {
  readonly #rows: number;
  readonly #spare = new FreeBuffers();
  /** The arrays that are out, by their memory: one that is given back twice, or late, is not this one. */
  readonly #lent = new WeakMap<ArrayBuffer, ArrayBufferView>();
  /** The batches of each pass, by their number: a pass is known by its signal. */
  readonly #passes = new WeakMap<AbortSignal, Map<number, PendingBatch>>();
  readonly #slots = new WeakMap<ArrayBuffer, Slot>();

  /**
   * @param rows - Elements in a batch, at least 1.
   * @throws RangeError where `rows` is not an integer of at least 1.
   */
  constructor(rows: number) {
    this.#rows = integer("BatchPool: rows", rows, 1);
  }

  /**
   * Gives the place of a map's element in its batch, when the number of its bytes is known. What it holds is old.
   *
   * An element of several arrays asks once for each, in the same order as the others do.
   */
  slot({ index, signal }: Pick<MapContext, "index" | "signal">): (bytes: number) => Uint8Array<ArrayBuffer> {
    const row = index % this.#rows;
    return (bytes) => {
      const { asked, slots } = this.#making(signal, Math.floor(index / this.#rows));
      const nth = (asked[row] ??= 0);
      asked[row] += 1;
      let memory: ArrayBuffer | undefined;
      if (nth === slots.length) {
        memory = this.#spare.acquire(bytes * this.#rows);
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

  #making(signal: AbortSignal, number: number): PendingBatch {
    let pass = this.#passes.get(signal);
    if (pass === undefined) this.#passes.set(signal, (pass = new Map<number, PendingBatch>()));
    let making = pass.get(number);
    if (making === undefined) {
      pass.set(number, (making = { asked: [], slots: [] }));
      pass.delete(number - MAX_PENDING);
    }
    return making;
  }

  /**
   * A copy of bytes, which holds until it is released: for records that lie in a reader's memory, which is used again.
   *
   * @example
   * ```ts
   * import { BatchPool } from "@tensorloom/data";
   *
   * const pool = new BatchPool(16);
   * const record = pool.copy(Uint8Array.of(1, 2));
   * record; // => Uint8Array.of(1, 2)
   * pool.release(record);
   * ```
   */
  readonly copyRecord = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => {
    if (!(bytes instanceof Uint8Array))
      throw new TypeError(`BatchPool.copyRecord: bytes must be a Uint8Array, got ${shown(bytes)}`);
    const memory = this.#spare.acquire(2 ** Math.ceil(Math.log2(Math.max(1, bytes.length)))); // any record fits one of few
    const into = new Uint8Array(memory, 0, bytes.length);
    into.set(bytes);
    this.#lent.set(memory, into);
    return into;
  };

  /** As {@link stack}, into the pool's memory. */
  readonly stack = <T>(elements: readonly T[]): Stacked<T> => stackWith((rows) => this.#join(rows), elements);

  /**
   * Gives the memory of a batch back; it must not be looked at any more. What is not the pool's, or was given back before,
   * is left alone.
   */
  release(batch: unknown): void {
    for (const array of findTypedArrays(batch)) {
      const { buffer } = array;
      if (!(buffer instanceof ArrayBuffer) || this.#lent.get(buffer) !== array) continue;
      this.#lent.delete(buffer);
      this.#spare.release(buffer);
    }
  }

  /** Lends each batch to the reader until the next one is given, and the last until the end is told. */
  recycle<T>(): Operator<T, T> {
    return stage<T, T>({
      label: "lend()",
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
    } else memory = this.#spare.acquire(byteLength * rows.length);
    const batch = new typed(memory, 0, length * rows.length);
    if (memory !== buffer) rows.forEach((row, i) => batch.set(row, i * length));
    this.#lent.set(memory, batch);
    return batch;
  }
}
