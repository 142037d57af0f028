/** Sizes in each doubling: memory is at most an eighth larger than what was asked for. */
const SIZES = 8;

/**
 * Memory that is not in use, to be used again.
 *
 * It comes in few sizes, so that batches of slightly different ones share it, and little of it lies idle.
 */
export class FreeBuffers {
  readonly #bySize = new Map<number, ArrayBuffer[]>();

  /** Memory of at least so many bytes; what it holds is old. */
  acquire(bytes: number): ArrayBuffer {
    const size = roundUp(bytes);
    return this.#bySize.get(size)?.pop() ?? new ArrayBuffer(size);
  }

  /** Gives memory back that was taken. */
  release(memory: ArrayBuffer): void {
    const same = this.#bySize.get(memory.byteLength);
    if (same === undefined) this.#bySize.set(memory.byteLength, [memory]);
    else same.push(memory);
  }
}

/** The next size: 48 MiB, the bytes of 16 images of 1024x1024, is one. */
function roundUp(bytes: number): number {
  const step = 2 ** Math.floor(Math.log2(Math.max(bytes, SIZES))) / SIZES;
  return Math.ceil(bytes / step) * step;
}
