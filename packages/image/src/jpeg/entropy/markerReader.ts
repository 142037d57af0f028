import type { Warnings } from "./warnings.ts";

const RST0 = 0xd0;
const RST7 = 0xd7;
const SOF0 = 0xc0;

/**
 * Reads the markers of a JPEG file, one after the other.
 *
 * As in libjpeg, unexpected bytes between segments are skipped with a warning. If a restart marker is not the expected
 * one, the reader resynchronises.
 */
export class MarkerReader {
  readonly bytes: Uint8Array;
  readonly warnings: Warnings;
  position: number;
  /** The second byte of a marker in the coded data, or 0. */
  pending = 0;
  #nextRestart = 0;

  constructor(bytes: Uint8Array, position: number, warnings: Warnings) {
    this.bytes = bytes;
    this.position = position;
    this.warnings = warnings;
  }

  /** Starts a scan; its restart markers count from 0. */
  beginScan(): void {
    this.#nextRestart = 0;
  }

  /** Moves past the next marker and returns its second byte. The end of the data counts as an end-of-image marker. */
  next(): number {
    if (this.pending !== 0) {
      const marker = this.pending;
      this.pending = 0;
      return marker;
    }
    const { bytes } = this;
    for (let skipped = 0; ;) {
      const at = bytes.indexOf(0xff, this.position);
      if (at === -1) return this.#end();
      skipped += at - this.position;
      let after = at + 1;
      while (bytes[after] === 0xff) after++;
      if (after >= bytes.length) return this.#end();
      this.position = after + 1;
      if (bytes[after] !== 0) {
        if (skipped > 0) this.warnings.add("unexpected bytes before a marker");
        return bytes[after];
      }
      skipped += 2;
    }
  }

  #end(): number {
    this.position = this.bytes.length;
    this.warnings.add("the data ends before the end-of-image marker");
    return 0xd9;
  }

  /** Moves past the expected restart marker, or resynchronises without it (jdmarker.c, `jpeg_resync_to_restart`). */
  passRestart(): void {
    if (this.pending === 0) this.pending = this.next();
    const due = this.#nextRestart;
    this.#nextRestart = (due + 1) & 7;
    if (this.pending === RST0 + due) {
      this.pending = 0;
      return;
    }
    this.warnings.add("a restart marker is missing");
    for (;;) {
      const marker = this.pending;
      if (marker >= SOF0 && (marker < RST0 || marker > RST7)) return;
      const ahead = (marker - RST0 - due) & 7;
      if (marker < SOF0 || ahead === 6 || ahead === 7) {
        this.pending = 0;
        this.pending = this.next(); // an earlier marker: skip it
      } else {
        if (ahead !== 1 && ahead !== 2) this.pending = 0; // too far away: treat it as the expected one
        return;
      }
    }
  }
}
