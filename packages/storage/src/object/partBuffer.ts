/** Collects bytes into parts of one size, in which an upload sends them. */
export class PartBuffer {
  #part: Uint8Array;
  #filled = 0;
  readonly #partBytes: number;

  constructor(partBytes: number) {
    this.#partBytes = partBytes;
    this.#part = new Uint8Array(Math.min(partBytes, 2 ** 16));
  }

  /** Bytes that are not in a full part. */
  get rest(): Uint8Array {
    return this.#part.subarray(0, this.#filled);
  }

  /** Appends bytes, and yields every part that they fill. The parts belong to the caller. */
  *add(chunk: Uint8Array): Generator<Uint8Array, void, undefined> {
    for (let at = 0; at < chunk.length;) {
      const taken = Math.min(chunk.length - at, this.#partBytes - this.#filled);
      this.#reserve(this.#filled + taken);
      this.#part.set(chunk.subarray(at, at + taken), this.#filled);
      at += taken;
      this.#filled += taken;
      if (this.#filled < this.#partBytes) return;
      const full = this.#part;
      this.#part = new Uint8Array(0);
      this.#filled = 0;
      yield full;
    }
  }

  #reserve(bytes: number): void {
    if (bytes <= this.#part.length) return;
    const larger = new Uint8Array(Math.min(this.#partBytes, Math.max(bytes, 2 * this.#part.length)));
    larger.set(this.rest);
    this.#part = larger;
  }
}
