import { setOrigin } from "@tensorloom/core";
import { callable, integer, oneOf } from "@tensorloom/core/internal";
import type { ByteWindow } from "../bytes/byteWindow.ts";
import { crc32c, maskedCrc32c, type Checksum } from "./crc32c.ts";
import type { CursorOptions } from "./cursorOptions.ts";
import type { Damage, DamagePolicy } from "./damage.ts";
import { FOOTER_BYTES, HEADER_BYTES, readLength, readUint32 } from "./frameRecord.ts";
import { RecordOrigin } from "./recordOrigin.ts";
import { TFRecordError, type DamageKind } from "./tfrecordError.ts";

/** How much a search asks for at once: a window that grows by a few bytes costs a copy each time. */
const SEARCH_BYTES = 64 * 1024;
/** Records of so many bytes know where they came from: noting it takes 1 to 3 µs, as long as reading a record of 1 KB. */
const MIN_ORIGIN_BYTES = 4096;
const FRAME_BYTES = HEADER_BYTES + FOOTER_BYTES;

/** Walks over the records in a window. It never waits: where it needs more bytes it says how many. */
export class RecordCursor {
  /** Whether the window can get no more bytes. */
  ended = false;
  /** How many records came before, the lost ones included. */
  record = 0;
  /** Where the window's first unread byte stands in the input. */
  offset = 0;
  readonly #window: ByteWindow;
  readonly #file: string;
  readonly #maxRecordBytes: number;
  readonly #checksum: Checksum;
  readonly #policy: DamagePolicy;
  readonly #onDamage: ((damage: Damage) => void) | undefined;
  #lost: { readonly kind: DamageKind; readonly what: string; readonly offset: number } | undefined;
  #passing = 0;
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

  /** The next record's data, a view of the window; or how many bytes the window must hold first; or the end. */
  next(): Uint8Array | number | undefined {
    const window = this.#window;
    for (;;) {
      if (this.#lost !== undefined && !this.#found()) return SEARCH_BYTES;
      const held = window.end - window.start;
      if (held < HEADER_BYTES) {
        if (!this.ended) return HEADER_BYTES;
        if (held === 0) {
          if (this.#failure !== undefined) this.#report(this.#lostRest(), this.offset);
          return undefined;
        }
        this.#leave("truncated", `the header is cut: ${String(held)} of 12 bytes are there`, held);
        continue;
      }
      const length = readLength(window.bytes, window.start);
      if (length < 0) {
        if (this.#policy !== "resync") throw this.#error("length-checksum", BAD_LENGTH);
        this.#search("length-checksum", BAD_LENGTH);
        continue;
      }
      const total = length + FRAME_BYTES;
      if (length > this.#maxRecordBytes) {
        this.#leave(
          "too-long",
          `the record has ${String(length)} bytes, more than maxRecordBytes (${String(this.#maxRecordBytes)})`,
          total,
        );
        continue;
      }
      if (held < total) {
        if (!this.ended) return total;
        const what = `the record is cut: ${String(held)} of ${String(total)} bytes are there`;
        if (this.#policy === "resync") this.#search("truncated", what);
        else this.#leave("truncated", what, held);
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
      const what = "the data's checksum does not hold";
      if (this.#policy === "resync" && !this.#soundAt(window.start + total))
        this.#search("data-checksum", what);
      else this.#leave("data-checksum", what, total);
    }
  }

  /** Gives up the input after the bytes that are held: they could not be read for another reason than their framing. */
  fail(kind: DamageKind, what: string, cause: unknown): void {
    if (this.#policy === "throw") throw this.#error(kind, what, { cause });
    this.ended = true;
    this.#failure = { kind, what }; // reported after what is left in the window has been read
  }

  /** The failure that ended the input, to be reported once. */
  #lostRest(): { readonly kind: DamageKind; readonly what: string; readonly bytes: undefined } {
    const { kind, what } = this.#failure ?? { kind: "compression", what: "" };
    this.#failure = undefined;
    return { kind, what, bytes: undefined };
  }

  #advance(bytes: number): void {
    this.#window.start += bytes;
    this.offset += bytes;
  }

  /** Leaves out a record whose length is trusted, as far as it is there. */
  #leave(kind: DamageKind, what: string, bytes: number): void {
    if (this.#policy === "throw") throw this.#error(kind, what);
    this.#lost = { kind, what, offset: this.offset };
    this.#passing = bytes;
  }

  /** Begins to look for the next sound header, one byte further on. */
  #search(kind: DamageKind, what: string): void {
    this.#lost = { kind, what, offset: this.offset };
    this.#advance(1);
  }

  /** Goes on with what `#leave` or `#search` began; true where reading can go on. */
  #found(): boolean {
    const window = this.#window;
    if (this.#passing > 0) {
      const step = Math.min(this.#passing, window.end - window.start);
      this.#advance(step);
      this.#passing -= step;
      if (this.#passing > 0 && !this.ended) return false;
      this.#passing = 0;
      this.#endLoss();
      return true;
    }
    while (window.start + HEADER_BYTES <= window.end) {
      if (this.#soundAt(window.start)) {
        this.#endLoss();
        return true;
      }
      this.#advance(1);
    }
    if (!this.ended) return false;
    this.#advance(window.end - window.start);
    this.#endLoss();
    return true;
  }

  #soundAt(at: number): boolean {
    const { bytes, end } = this.#window;
    if (at === end && this.ended) return true;
    if (at + HEADER_BYTES > end) return false;
    if (this.#maxRecordBytes < 2 ** 32 && readUint32(bytes, at + 4) !== 0) return false; // most places fail here, at once
    const length = readLength(bytes, at);
    return length >= 0 && length <= this.#maxRecordBytes;
  }

  #endLoss(): void {
    const lost = this.#lost;
    this.#lost = undefined;
    if (lost === undefined) return;
    // a record that the failure cut: one loss, not two
    const isCut = this.#failure !== undefined && this.#window.start === this.#window.end;
    const { kind, what } = lost;
    this.#report(isCut ? this.#lostRest() : { kind, what, bytes: this.offset - lost.offset }, lost.offset);
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

const BAD_LENGTH = "the length's checksum does not hold, so the length cannot be trusted";
