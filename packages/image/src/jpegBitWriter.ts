/** A growing row of bytes, to which a JPEG's segments and its entropy-coded bits are written. */
export class JpegBitWriter {
  #bytes = new Uint8Array(65_536);
  #length = 0;
  #pending = 0;
  #pendingBits = 0;

  /** Writes whole bytes. */
  bytes(...values: readonly number[]): void {
    for (const value of values) this.#push(value);
  }

  /** Writes a marker with its body, whose length goes before it (T.81, B.1.1.4). */
  segment(marker: number, body: readonly number[]): void {
    const length = body.length + 2;
    this.bytes(0xff, marker, length >> 8, length & 0xff, ...body);
  }

  /** Writes the lowest bits of a code, at most 16, the highest first. A byte FF is followed by 00 (T.81, B.1.1.5). */
  bits(code: number, count: number): void {
    this.#pending = (this.#pending << count) | (code & ((1 << count) - 1));
    this.#pendingBits += count;
    while (this.#pendingBits >= 8) {
      this.#pendingBits -= 8;
      const byte = (this.#pending >> this.#pendingBits) & 0xff;
      this.#push(byte);
      if (byte === 0xff) this.#push(0);
    }
    this.#pending &= (1 << this.#pendingBits) - 1;
  }

  /** Fills the last byte up with ones (T.81, F.1.2.3). */
  fill(): void {
    if (this.#pendingBits > 0) this.bits(0xff, 8 - this.#pendingBits);
  }

  /** What was written: a copy of its own size. */
  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #push(byte: number): void {
    if (this.#length === this.#bytes.length) {
      const larger = new Uint8Array(2 * this.#length);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes[this.#length++] = byte;
  }
}
