/** AC symbols: sixteen zeros, and the end of a block (T.81, F.1.2.2). */
const SIXTEEN_ZEROS = 0xf0;
const END_OF_BLOCK = 0x00;

/**
 * The largest coded block.
 *
 * It has 64 numbers, each with a code of 16 bits and 16 bits of its own, and every byte is followed by a stuffed
 * zero.
 */
const MAX_BLOCK_BYTES = 512;

/** Writes a JPEG's segments and entropy-coded bits to a growing buffer. */
export class BitWriter {
  #bytes = new Uint8Array(65_536);
  #length = 0;
  #pending = 0;
  #pendingBits = 0;

  /** Writes whole bytes. */
  bytes(...values: readonly number[]): void {
    for (const value of values) this.#push(value);
  }

  /** Writes a segment: marker, length and body (T.81, B.1.1.4). */
  segment(marker: number, body: readonly number[]): void {
    const length = body.length + 2;
    this.bytes(0xff, marker, length >> 8, length & 0xff, ...body);
  }

  /**
   * Writes a block of coefficients (T.81, F.1.2).
   *
   * Each nonzero number is written as a Huffman code for the run of zeros before it and its number of bits, then
   * these bits. The bits of a negative number are those of the number minus one. A zero is stuffed after each FF
   * (B.1.1.5).
   *
   * @param numbers - The coefficients in zigzag order; the first is coded with `dc`.
   * @param dc - Codes by symbol: `32 * code + length`.
   */
  block(numbers: Int32Array, dc: Int32Array, ac: Int32Array): void {
    if (this.#length + MAX_BLOCK_BYTES > this.#bytes.length) this.#grow();
    const bytes = this.#bytes;
    let length = this.#length;
    let pending = this.#pending;
    let left = this.#pendingBits;
    let last = 63;
    while (last > 0 && numbers[last] === 0) last -= 1;
    for (let k = 0, codes = dc; k <= last; k++, codes = ac) {
      let zeros = 0;
      if (k > 0) for (; numbers[k] === 0; k++) zeros += 1;
      const number = numbers[k];
      const size = 32 - Math.clz32(number < 0 ? -number : number);
      // The codes of sixteen zeros, the number's code, and the number's bits, each of at most 16 bits.
      for (let part = -(zeros >> 4); part < 2; part++) {
        const code = codes[part < 0 ? SIXTEEN_ZEROS : 16 * (zeros & 15) + size];
        const count = part === 1 ? size : code & 31;
        const bits = part === 1 ? (number < 0 ? number - 1 : number) & ((1 << size) - 1) : code >> 5;
        pending = (pending << count) | bits;
        left += count;
        while (left >= 8) {
          left -= 8;
          const byte = (pending >> left) & 0xff;
          bytes[length++] = byte;
          if (byte === 0xff) bytes[length++] = 0;
        }
        pending &= (1 << left) - 1;
      }
    }
    this.#length = length;
    this.#pending = pending;
    this.#pendingBits = left;
    if (last < 63) this.#bits(ac[END_OF_BLOCK] >> 5, ac[END_OF_BLOCK] & 31);
  }

  #bits(value: number, count: number): void {
    this.#pending = (this.#pending << count) | value;
    this.#pendingBits += count;
    while (this.#pendingBits >= 8) {
      this.#pendingBits -= 8;
      const byte = (this.#pending >> this.#pendingBits) & 0xff;
      this.#push(byte);
      if (byte === 0xff) this.#push(0);
    }
    this.#pending &= (1 << this.#pendingBits) - 1;
  }

  /** Pads the last byte with ones (T.81, F.1.2.3). */
  fill(): void {
    const missing = 8 - this.#pendingBits;
    if (missing < 8) this.#bits((1 << missing) - 1, missing);
  }

  /** Returns a copy of the bytes that were written. */
  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #push(byte: number): void {
    if (this.#length === this.#bytes.length) this.#grow();
    this.#bytes[this.#length++] = byte;
  }

  #grow(): void {
    const larger = new Uint8Array(2 * this.#bytes.length);
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}
