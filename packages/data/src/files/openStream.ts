import { shown } from "@tensorloom/core/internal";
import type { OpenBytes } from "./byteFile.ts";

/**
 * Opens a stream of bytes, which is read forwards.
 *
 * It holds the bytes from the last offset on, so that a reader may read a record again that was not complete.
 *
 * @throws TypeError if it is not a stream, or an error of the stream.
 */
export function openStream(name: string, stream: unknown): OpenBytes {
  if (!isStream(stream))
    throw new TypeError(`${name}: expected a ReadableStream of bytes, got ${shown(stream)}`);
  return new StreamBytes(name, stream.getReader());
}

function isStream(value: unknown): value is ReadableStream<unknown> {
  return typeof value === "object" && value !== null && "getReader" in value;
}

class StreamBytes implements OpenBytes {
  readonly size: undefined;
  readonly #name: string;
  readonly #reader: ReadableStreamDefaultReader<unknown>;
  /** The bytes from `#start` on. */
  readonly #chunks: Uint8Array[] = [];
  #start = 0;
  #held = 0;
  #isDone = false;
  #closing: Promise<void> | undefined;

  constructor(name: string, reader: ReadableStreamDefaultReader<unknown>) {
    this.#name = name;
    this.#reader = reader;
  }

  async read(at: number, length: number): Promise<Uint8Array> {
    while (this.#start + this.#held < at + length && !this.#isDone) {
      this.#drop(at);
      await this.#pull();
    }
    this.#drop(at);
    const bytes = new Uint8Array(Math.min(length, this.#held));
    let filled = 0;
    for (const chunk of this.#chunks) {
      if (filled === bytes.length) break;
      const part = chunk.subarray(0, bytes.length - filled);
      bytes.set(part, filled);
      filled += part.length;
    }
    return bytes;
  }

  /** Drops the bytes before an offset. */
  #drop(at: number): void {
    while (this.#chunks.length > 0 && this.#start < at) {
      const dropped = Math.min(this.#chunks[0].length, at - this.#start);
      if (dropped === this.#chunks[0].length) this.#chunks.shift();
      else this.#chunks[0] = this.#chunks[0].subarray(dropped);
      this.#start += dropped;
      this.#held -= dropped;
    }
  }

  async #pull(): Promise<void> {
    const { done, value } = await this.#reader.read();
    if (done) {
      this.#isDone = true;
      return;
    }
    if (!(value instanceof Uint8Array))
      throw new TypeError(`${this.#name}: expected a stream of bytes, got ${shown(value)}`);
    if (value.length > 0) this.#chunks.push(value);
    this.#held += value.length;
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#reader.cancel());
  }
}
