/** Sizes per doubling: a buffer is at most an eighth larger than requested. */
const SIZES = 8;

/**
 * A free list of buffers.
 *
 * Buffers have few sizes, so that batches of slightly different sizes share them, and little memory is idle.
 */
export class FreeBuffers {
  readonly #bySize = new Map<number, ArrayBuffer[]>();

  /** Returns a buffer of at least `bytes` bytes. It is not cleared. */
  acquire(bytes: number): ArrayBuffer {
    const size = roundUp(bytes);
    return this.#bySize.get(size)?.pop() ?? new ArrayBuffer(size);
  }

  /** Returns a buffer to the free list. */
  release(memory: ArrayBuffer): void {
    const same = this.#bySize.get(memory.byteLength);
    if (same === undefined) this.#bySize.set(memory.byteLength, [memory]);
    else same.push(memory);
  }
}

/** Rounds up to the next size. 48 MiB, the size of 16 images of 1024x1024, is one of them. */
function roundUp(bytes: number): number {
  const step = 2 ** Math.floor(Math.log2(Math.max(bytes, SIZES))) / SIZES;
  return Math.ceil(bytes / step) * step;
}
