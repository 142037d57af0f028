import { setOrigin } from "@tensorloom/core";
import { callable, integer, oneOf } from "@tensorloom/core/internal";
import type { ByteWindow } from "../bytes/byteWindow.ts";
import { crc32c, maskedCrc32c, type Checksum } from "./crc32c.ts";
import type { CursorOptions } from "./cursorOptions.ts";
import type { Damage, DamagePolicy } from "./damage.ts";
import { FOOTER_BYTES, HEADER_BYTES, readLength, readUint32 } from "./frameRecord.ts";
import { RecordOrigin } from "./recordOrigin.ts";
import { TFRecordError, type DamageKind } from "./tfrecordError.ts";

/** How many bytes a search buffers: each growth of a window costs a copy. */
const SEARCH_BYTES = 64 * 1024;
/** The minimum size of records with an origin: setting it takes 1 to 3 µs, as long as reading a record of 1 KB. */
const MIN_ORIGIN_BYTES = 4096;
const FRAME_BYTES = HEADER_BYTES + FOOTER_BYTES;

/** Iterates over the records in a window, synchronously: it returns the number of bytes that it needs. */
export class RecordCursor {
  /** Whether the input has ended. */
  ended = false;
  /** The number of the next record, from 0; lost records count. */
  record = 0;
  /** The offset of the window's first unread byte in the input. */
  offset = 0;
  readonly #window: ByteWindow;
  readonly #file: string;
  readonly #maxRecordBytes: number;
  readonly #checksum: Checksum;
  readonly #policy: DamagePolicy;
  readonly #onDamage: ((damage: Damage) => void) | undefined;
  #damage: { readonly kind: DamageKind; readonly what: string; readonly offset: number } | undefined;
  #bytesToSkip = 0;
  #failure: { readonly kind: DamageKind; readonly what: string } | undefined;

  constructor(window: ByteWindow, options: CursorOptions = {}) {
    this.#window = window;
    this.#file = options.file ?? "";
    this.#maxRecordBytes = integer("readRecords: maxRecordBytes", options.maxRecordBytes ?? 2 ** 30, 0);
    this.#checksum = callable("readRecords: checksum", options.checksum ?? crc32c);
    this.#policy = oneOf("readRecords: damage", options.damage ?? "throw", ["throw", "skip", "resync"]);
    if (options.onDamage) callable("readRecords: onDamage", options.onDamage);
    this.#onDamage = options.onDamage;
  }

  /** Returns the next record's data (a view), the number of bytes that must be buffered first, or `undefined` at the end. */
  next(): Uint8Array | number | undefined {
    const window = this.#window;
    for (;;) {
      if (this.#damage !== undefined && !this.#resume()) return SEARCH_BYTES;
      const held = window.end - window.start;
      if (held < HEADER_BYTES) {
        if (!this.ended) return HEADER_BYTES;
        if (held === 0) {
          if (this.#failure !== undefined) this.#report(this.#takeFailure(), this.offset);
          return undefined;
        }
        this.#skipRecord("truncated", `the header is truncated: ${String(held)} of 12 bytes`, held);
        continue;
      }
      const length = readLength(window.bytes, window.start);
      if (length < 0) {
        if (this.#policy !== "resync") throw this.#error("length-checksum", BAD_LENGTH);
        this.#searchHeader("length-checksum", BAD_LENGTH);
        continue;
      }
      const total = length + FRAME_BYTES;
      if (length > this.#maxRecordBytes) {
        this.#skipRecord(
          "too-long",
          `the record has ${String(length)} bytes, more than maxRecordBytes (${String(this.#maxRecordBytes)})`,
          total,
        );
        continue;
      }
      if (held < total) {
        if (!this.ended) return total;
        const what = `the record is truncated: ${String(held)} of ${String(total)} bytes`;
        if (this.#policy === "resync") this.#searchHeader("truncated", what);
        else this.#skipRecord("truncated", what, held);
        continue;
      }
      const from = window.start + HEADER_BYTES;
      const data = window.bytes.subarray(from, from + length);
      const stored = readUint32(window.bytes, from + length);
      if (maskedCrc32c(data, this.#checksum) === stored) {
        this.#advance(total);
        this.record += 1;
        return length < MIN_ORIGIN_BYTES || this.#file === ""
          ? data
          : setOrigin(data, new RecordOrigin(this.#file, this.record - 1));
      }
      if (this.#policy === "resync" && held < total + HEADER_BYTES && !this.ended)
        return total + HEADER_BYTES;
      const what = "the checksum of the data does not match";
      if (this.#policy === "resync" && !this.#isHeaderAt(window.start + total))
        this.#searchHeader("data-checksum", what);
      else this.#skipRecord("data-checksum", what, total);
    }
  }

  /** Ends the input after the buffered bytes, for example because the compressed bytes are corrupt. */
  fail(kind: DamageKind, what: string, cause: unknown): void {
    if (this.#policy === "throw") throw this.#error(kind, what, { cause });
    this.ended = true;
    this.#failure = { kind, what }; // reported after the buffered bytes have been read
  }

  /** Takes the failure that ended the input, so that it is reported once. */
  #takeFailure(): { readonly kind: DamageKind; readonly what: string; readonly bytes: undefined } {
    const { kind, what } = this.#failure ?? { kind: "compression", what: "" };
    this.#failure = undefined;
    return { kind, what, bytes: undefined };
  }

  #advance(bytes: number): void {
    this.#window.start += bytes;
    this.offset += bytes;
  }

  /** Skips a record whose length is intact, as far as its bytes exist. */
  #skipRecord(kind: DamageKind, what: string, bytes: number): void {
    if (this.#policy === "throw") throw this.#error(kind, what);
    this.#damage = { kind, what, offset: this.offset };
    this.#bytesToSkip = bytes;
  }

  /** Starts a search for the next intact header, one byte further. */
  #searchHeader(kind: DamageKind, what: string): void {
    this.#damage = { kind, what, offset: this.offset };
    this.#advance(1);
  }

  /** Continues a skip or a search; returns true when reading can continue. */
  #resume(): boolean {
    const window = this.#window;
    if (this.#bytesToSkip > 0) {
      const step = Math.min(this.#bytesToSkip, window.end - window.start);
      this.#advance(step);
      this.#bytesToSkip -= step;
      if (this.#bytesToSkip > 0 && !this.ended) return false;
      this.#bytesToSkip = 0;
      this.#endDamage();
      return true;
    }
    while (window.start + HEADER_BYTES <= window.end) {
      if (this.#isHeaderAt(window.start)) {
        this.#endDamage();
        return true;
      }
      this.#advance(1);
    }
    if (!this.ended) return false;
    this.#advance(window.end - window.start);
    this.#endDamage();
    return true;
  }

  #isHeaderAt(at: number): boolean {
    const { bytes, end } = this.#window;
    if (at === end && this.ended) return true;
    if (at + HEADER_BYTES > end) return false;
    if (this.#maxRecordBytes < 2 ** 32 && readUint32(bytes, at + 4) !== 0) return false; // most offsets fail here
    const length = readLength(bytes, at);
    return length >= 0 && length <= this.#maxRecordBytes;
  }

  #endDamage(): void {
    const lost = this.#damage;
    this.#damage = undefined;
    if (lost === undefined) return;
    // a record truncated by the failure counts as one loss
    const isCut = this.#failure !== undefined && this.#window.start === this.#window.end;
    const { kind, what } = lost;
    this.#report(isCut ? this.#takeFailure() : { kind, what, bytes: this.offset - lost.offset }, lost.offset);
  }

  #report(
    { kind, what, bytes }: { kind: DamageKind; what: string; bytes: number | undefined },
    offset: number,
  ): void {
    const place = { file: this.#file, record: this.record, offset };
    this.#onDamage?.({ ...place, bytes, kind, message: new TFRecordError(kind, place, what).message });
    this.record += 1;
  }

  #error(kind: DamageKind, what: string, options?: ErrorOptions): TFRecordError {
    return new TFRecordError(
      kind,
      { file: this.#file, record: this.record, offset: this.offset },
      what,
      options,
    );
  }
}

const BAD_LENGTH = "the checksum of the length does not match";
