import { checkPlace, isAddress, shown } from "@tensorloom/core/internal";
import { type ByteFile } from "./byteFile.ts";
import { openAddress } from "./openAddress.ts";
import { openBlob, openMemory } from "./openMemory.ts";
import { openStream } from "./openStream.ts";

/**
 * A file: its address, a `File` or `Blob`, bytes, or a function that opens a stream of bytes.
 *
 * Addresses are those of a storage, such as `opfs:data/train.csv`, `https://…` or `s3://…`. For paths of Node, see the
 * functions of `@tensorloom/data/node`.
 *
 * A function is called for every pass, since a stream can be read only once. It may return the `body` of a response.
 *
 * @example
 * ```ts
 * import { type FileInput, fromJsonl } from "@tensorloom/data";
 *
 * const download: FileInput = () => new Blob(['{"x": 1}\n{"x": 2}\n']).stream(); // or: (await fetch(url)).body
 * await fromJsonl(download).toArray(); // => [{ x: 1 }, { x: 2 }]
 * ```
 */
export type FileInput =
  | string
  | Blob
  | Uint8Array
  | ArrayBuffer
  | (() => ReadableStream<Uint8Array> | null | PromiseLike<ReadableStream<Uint8Array> | null>);

/** Names the files of `inputs`, one or several, for errors. `expected` lists what else the function takes. */
export function toByteFiles<I>(
  name: string,
  inputs: I | readonly I[],
  convert: (name: string, input: I, number: string) => ByteFile,
): readonly ByteFile[] {
  const list: readonly I[] = Array.isArray(inputs) ? inputs : [inputs as I]; // not an array: one input
  if (list.length === 0) throw new RangeError(`${name}: files must have at least one file, got none`);
  return list.map((input, i) => convert(name, input, list.length === 1 ? "" : ` ${String(i)}`));
}

/** Makes a file of an input; `number` distinguishes nameless inputs, such as ` 2`. */
export function toByteFile(name: string, input: FileInput, number: string): ByteFile {
  const value: unknown = input; // JavaScript callers may pass anything
  if (typeof value === "string") return toObject(name, value);
  if (value instanceof Blob) {
    const label = "name" in value && typeof value.name === "string" ? value.name : `Blob${number}`;
    return { name: label, open: () => Promise.resolve(openBlob(value)) };
  }
  if (value instanceof Uint8Array || value instanceof ArrayBuffer) {
    const bytes = value instanceof Uint8Array ? value : new Uint8Array(value);
    return { name: `bytes${number}`, open: () => Promise.resolve(openMemory(bytes)) };
  }
  if (typeof input === "function") {
    const label = `${input.name === "" ? "stream" : input.name}${number}`;
    return { name: label, open: async () => openStream(label, await input()) };
  }
  const hint = value instanceof ReadableStream ? "; pass a function that opens the stream for each pass" : "";
  throw new TypeError(
    `${name}: a file must be an address, a Blob, bytes or a function that opens a stream, got ${shown(value)}${hint}`,
  );
}

function toObject(name: string, input: string): ByteFile {
  const address = checkPlace(`${name}: files`, input);
  if (isAddress(address)) return { name: address, open: () => openAddress(address) };
  throw new TypeError(
    `${name}: a file must be an address, a Blob, bytes or a function, got the path ${shown(input)}, which ${name} of @tensorloom/data/node reads`,
  );
}
