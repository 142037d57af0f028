import { integer } from "@tensorloom/core";
import type { MapContext } from "./context.ts";
import type { TypedArray } from "./ndarray.ts";
import { AGAIN } from "./later.ts";
import type { Operator } from "./source.ts";
import { type Stacked, stackWith } from "./stack.ts";
import { stage } from "./stage.ts";

/** The memory of a batch whose rows are being made: a part of it each. */
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
  readonly #spare = new Map<number, ArrayBuffer[]>();
  /** The memory of batches that are out. */
  readonly #lent = new WeakSet<ArrayBuffer>();
  /** The slots of each pass, by the batch's number: a pass is known by its signal. */
  readonly #passes = new WeakMap<AbortSignal, Map<number, Slot>>();
  readonly #slots = new WeakMap<ArrayBuffer, Slot>();

  /**
   * @param rows - Elements in a batch, at least 1.
   * @throws RangeError where `rows` is not an integer of at least 1.
   */
  constructor(rows: number) {
    this.#rows = integer("BatchPool: rows", rows, 1);
  }

  /** Gives the place of a map's element in its batch, when the number of its bytes is known. What it holds is old. */
  room({ index, signal }: Pick<MapContext, "index" | "signal">): (bytes: number) => Uint8Array<ArrayBuffer> {
    return (bytes) => {
      const slots = this.#passes.get(signal) ?? new Map<number, Slot>();
      this.#passes.set(signal, slots);
      const number = Math.floor(index / this.#rows);
      let slot = slots.get(number);
      let memory = slot?.memory.deref();
      if (slot === undefined) {
        memory = this.#take(bytes * this.#rows);
        slot = { memory: new WeakRef(memory), bytes, taken: 0, stacked: false };
        slots.set(number, slot);
        this.#slots.set(memory, slot);
      }
      if (memory === undefined || slot.stacked || slot.bytes !== bytes) return new Uint8Array(bytes);
      slot.taken += 1;
      if (slot.taken === this.#rows) slots.delete(number);
      return new Uint8Array(memory, (index % this.#rows) * bytes, bytes);
    };
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
  readonly copy = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => {
    const memory = this.#take(2 ** Math.ceil(Math.log2(Math.max(1, bytes.length)))); // few sizes: any record fits one
    this.#lent.add(memory);
    const into = new Uint8Array(memory, 0, bytes.length);
    into.set(bytes);
    return into;
  };

  /** As {@link stack}, into the pool's memory. */
  readonly stack = <T>(elements: readonly T[]): Stacked<T> => stackWith((rows) => this.#join(rows), elements);

  /** Gives the memory of a batch back; it must not be looked at any more. What is not the pool's is left alone. */
  release(batch: unknown): void {
    if (ArrayBuffer.isView(batch)) {
      const { buffer } = batch;
      if (!(buffer instanceof ArrayBuffer) || !this.#lent.delete(buffer)) return;
      this.#spare.set(buffer.byteLength, [...(this.#spare.get(buffer.byteLength) ?? []), buffer]);
    } else if (typeof batch === "object" && batch !== null)
      for (const field of Object.values(batch)) this.release(field);
  }

  /** Lends each batch to the reader until the next one is given, and the last until the end is told. */
  lend<T>(): Operator<T, T> {
    return stage<T, T>({
      label: "lend()",
      work: () => {
        let last: T | undefined;
        return {
          next: (batch) => {
            this.release(last);
            return (last = batch);
          },
          end: () => {
            this.release(last);
            return AGAIN;
          },
        };
      },
    });
  }

  #take(bytes: number): ArrayBuffer {
    return this.#spare.get(bytes)?.pop() ?? new ArrayBuffer(bytes);
  }

  #join(rows: readonly TypedArray[]): TypedArray {
    const [{ buffer, length, byteLength, constructor }] = rows;
    const typed = constructor as new (memory: ArrayBufferLike, offset: number, length: number) => TypedArray;
    const slot = buffer instanceof ArrayBuffer ? this.#slots.get(buffer) : undefined;
    const whole =
      slot?.taken === rows.length &&
      !slot.stacked &&
      rows.every((row, i) => row.buffer === buffer && row.byteOffset === i * byteLength);
    if (slot !== undefined && whole && buffer instanceof ArrayBuffer) {
      slot.stacked = true;
      this.#lent.add(buffer);
      return new typed(buffer, 0, length * rows.length);
    }
    const memory = this.#take(byteLength * rows.length);
    this.#lent.add(memory);
    const into = new typed(memory, 0, length * rows.length);
    rows.forEach((row, i) => into.set(row, i * length));
    return into;
  }
}
