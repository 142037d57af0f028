import { backend } from "@tensorflow/tfjs-core";

/** Counts the bytes that tfjs and our kernels hold of wasm's memory. */
export class WasmMeter {
  readonly #sizes = new Map<number, number>();
  #live = 0;
  highest = 0;

  constructor() {
    const { wasm } = backend() as unknown as {
      readonly wasm: { _malloc(bytes: number): number; _free(address: number): void };
    };
    wasm._free(wasm._malloc(8)); // Emscripten puts the functions in place at their first call
    const [malloc, free] = [wasm._malloc.bind(wasm), wasm._free.bind(wasm)];
    wasm._malloc = (bytes) => {
      const address = malloc(bytes);
      this.#sizes.set(address >>> 0, bytes); // above 2 GB it comes as a negative number
      this.#live += bytes;
      this.highest = Math.max(this.highest, this.#live);
      return address;
    };
    wasm._free = (address) => {
      this.#live -= this.#sizes.get(address >>> 0) ?? 0;
      this.#sizes.delete(address >>> 0);
      free(address);
    };
  }

  /** The highest point of `work`, over what was held before `before`. */
  highestOf(work: () => void): number {
    this.highest = this.#live;
    work();
    return this.highest;
  }

  get live(): number {
    return this.#live;
  }
}
