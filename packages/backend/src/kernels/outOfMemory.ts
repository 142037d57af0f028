/** Wasm addresses four gigabytes; this many bytes more did not fit. */
export class OutOfMemoryError extends Error {
  override readonly name = "OutOfMemoryError";
  /** What was asked for. */
  readonly bytes: number;
  /** How large the heap was then. */
  readonly heapBytes: number;

  constructor(bytes: number, heapBytes: number) {
    super(
      `wasm: out of memory: ${megabytes(bytes)} more do not fit into the heap of ${megabytes(heapBytes)} ` +
        `(wasm addresses at most 4096 MB); lower the batch size or the image size, take a smaller variant, ` +
        `or train the head alone`,
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
}

const guarded = new WeakSet<Allocator>();

/** Makes a failed allocation throw: tfjs takes the address 0 for memory and writes over its own data. */
export function guardMemory(wasm: Allocator): void {
  if (guarded.has(wasm)) return;
  guarded.add(wasm);
  const malloc = wasm._malloc.bind(wasm);
  wasm._malloc = (bytes) => {
    const found = malloc(bytes);
    if (found === 0 && bytes > 0) throw new OutOfMemoryError(bytes, wasm.asm.memory.buffer.byteLength);
    return found;
  };
}
