/**
 * Thrown if wasm memory is full. It has at most four gigabytes.
 *
 * @example
 * ```ts no-run
 * import { OutOfMemoryError } from "@tensorloom/backend";
 * import { fit } from "@tensorloom/training";
 *
 * try {
 *   await fit(model, { train, epochs: 1, loss });
 * } catch (error) {
 *   if (error instanceof OutOfMemoryError) console.error(`${error.bytes} bytes more: try microBatch or recompute`);
 * }
 * ```
 */
export class OutOfMemoryError extends Error {
  override readonly name = "OutOfMemoryError";
  /** The bytes that were requested. */
  readonly bytes: number;
  /** The size of the heap at that time. */
  readonly heapBytes: number;

  constructor(bytes: number, heapBytes: number, sentence?: string, options?: ErrorOptions) {
    super(
      sentence ??
        `wasm: out of memory: ${megabytes(bytes)} more do not fit into the heap of ${megabytes(heapBytes)} ` +
          `(wasm addresses at most 4096 MB); lower the batch size or the image size, take a smaller variant, ` +
          `recompute activations (recompute), or train the head alone`,
      options,
    );
    this.bytes = bytes;
    this.heapBytes = heapBytes;
  }
}

function megabytes(bytes: number): string {
  return `${String(Math.ceil(bytes / 2 ** 20))} MB`;
}

interface Allocator {
  readonly asm: { readonly memory: WebAssembly.Memory };
  _malloc(bytes: number): number;
  _free(address: number): void;
}

const guarded = new WeakSet<Allocator>();

/**
 * Makes a failed allocation throw.
 *
 * tfjs would use the address 0 as memory and overwrite its own data. Close to four gigabytes the allocator also returns
 * blocks that end past the heap.
 */
export function guardMemory(wasm: Allocator): void {
  if (guarded.has(wasm)) return;
  guarded.add(wasm);
  wasm._free(wasm._malloc(8)); // Emscripten replaces its stub by the real function at the first call
  const malloc = wasm._malloc.bind(wasm);
  wasm._malloc = (bytes) => {
    const found = malloc(bytes);
    const heapBytes = wasm.asm.memory.buffer.byteLength;
    const fits = (found >>> 0) + bytes <= heapBytes;
    if ((found === 0 && bytes > 0) || !fits) throw new OutOfMemoryError(bytes, heapBytes);
    return found;
  };
}
