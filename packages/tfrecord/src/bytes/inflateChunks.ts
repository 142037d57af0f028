import {
  zlibInflate,
  zlibInflateInit2,
  zlibInflateReset,
  Z_OK,
  Z_BUF_ERROR,
  Z_STREAM_END,
  ZStream,
} from "pako";
import { CompressionError } from "./compressionError.ts";

const OUTPUT_BYTES = 256 * 1024;
/** The formats as zlib's `windowBits`: a window of 2^15 bytes, plus 16 for gzip. */
const WINDOW_BITS = { gzip: 31, zlib: 15 } as const;
const GZIP_MAGIC = 0x1f;

type Chunks = AsyncIterator<Uint8Array> | Iterator<Uint8Array>;

/**
 * Inflates gzip (any number of members, RFC 1952) or zlib (one stream, RFC 1950), as `gzip -dc` does.
 *
 * Zero bytes after the end are padding. All bytes that can be inflated are yielded before an error is thrown. The
 * platform's `DecompressionStream` does neither, and stops after the first member.
 *
 * @param chunks - Compressed bytes. A chunk must stay unchanged until the next one is requested.
 * @param outputBytes - The maximum size of a chunk of the output; default 256 KiB.
 * @throws CompressionError if the bytes are truncated, corrupt, or followed by others; what `chunks` throws.
 * @see RFC 1952, section 2.2
 */
export async function* inflateChunks(
  chunks: Chunks,
  format: "gzip" | "zlib",
  outputBytes: number = OUTPUT_BYTES,
): AsyncGenerator<Uint8Array, void, undefined> {
  const stream = new ZStream();
  zlibInflateInit2(stream, WINDOW_BITS[format]);
  let [consumed, member, over] = [0, 1, false];

  /** Passes more input to the stream. Returns false at the end of the input. */
  async function pull(): Promise<boolean> {
    while (stream.avail_in === 0 && !over) {
      const step = await chunks.next();
      if (step.done === true) {
        over = true;
        break;
      }
      stream.input = step.value;
      stream.next_in = 0;
      stream.avail_in = step.value.length;
      consumed += step.value.length;
    }
    return stream.avail_in > 0;
  }

  /** Skips zero bytes. Returns false if another byte follows. */
  async function isPadding(): Promise<boolean> {
    while (await pull()) {
      if (stream.input[stream.next_in] !== 0) return false;
      stream.next_in += 1;
      stream.avail_in -= 1;
    }
    return true;
  }

  function fault(what: string): CompressionError {
    const where = member === 1 ? "" : `member ${String(member)}, `;
    return new CompressionError(`${format}: ${where}byte ${String(consumed - stream.avail_in)}: ${what}`);
  }

  try {
    await pull();
    for (let from = 0; ; from = stream.next_out) {
      if (stream.avail_out === 0) {
        stream.output = new Uint8Array(outputBytes);
        stream.avail_out = outputBytes;
        from = stream.next_out = 0;
      }
      const status = zlibInflate(stream, 0);
      if (stream.next_out > from) yield stream.output.subarray(from, stream.next_out);
      if (status === Z_STREAM_END) {
        if (!(await pull())) return;
        if (format === "zlib" || stream.input[stream.next_in] !== GZIP_MAGIC) {
          if (await isPadding()) return;
          throw fault("bytes follow the end that are not part of it");
        }
        zlibInflateReset(stream);
        member += 1;
      } else if (status !== Z_OK && status !== Z_BUF_ERROR) {
        throw fault(stream.msg === "" ? "a dictionary is needed" : stream.msg);
      } else if (stream.avail_out > 0 && !(await pull())) throw fault("unexpected end");
    }
  } finally {
    if (!over) await chunks.return?.();
  }
}
