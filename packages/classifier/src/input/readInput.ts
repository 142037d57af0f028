import { storageOf } from "@tensorloom/core";
import { errorMessage, isNode, isObject, schemeOf, shown } from "@tensorloom/core/internal";
import { fromImageData, type Image } from "@tensorloom/image";
import { drawn } from "./drawn.ts";
import type { ImageInput } from "./imageInput.ts";

/** A picture that has been read: the bytes of a file, or pixels. */
export type ReadInput = { readonly bytes: Uint8Array } | { readonly image: Image };

/**
 * Reads a picture from wherever it is.
 *
 * @param name - The picture's name in errors: `"photo.jpg"`, `"inputs[3]"`.
 * @param signal - Ends a download.
 * @throws TypeError if it is not a picture in any known form; Error if it cannot be read.
 */
export async function readInput(input: ImageInput, name: string, signal?: AbortSignal): Promise<ReadInput> {
  const value: unknown = input; // JavaScript may pass anything
  if (typeof value === "string") return { bytes: await readText(value, name, signal) };
  if (value instanceof URL) return { bytes: await readUrl(value, name, signal) };
  if (value instanceof ArrayBuffer) return { bytes: new Uint8Array(value) };
  if (ArrayBuffer.isView(value))
    return { bytes: new Uint8Array(value.buffer, value.byteOffset, value.byteLength) };
  if (value instanceof Blob) return { bytes: await readBlob(value, name) };
  if (isObject(value) && value["data"] instanceof Uint8ClampedArray && value["channels"] === undefined)
    return { image: fromImageData(value as unknown as ImageData) }; // its other fields are checked there
  if (isObject(value) && "data" in value) return { image: value as unknown as Image }; // checked by its first use
  const pixels = drawn(value);
  if (pixels !== undefined) return { image: pixels };
  throw new TypeError(`${name} must be a picture, got ${shown(value)}; ${adviceFor(value)}`);
}

function adviceFor(value: unknown): string {
  if (Array.isArray(value)) return "for several pictures, call classifyBatch";
  if (Object.prototype.toString.call(value) === "[object Promise]") return "await it first";
  return "pass an image, the bytes of an image file, a path, or in a browser a Blob, ImageData or canvas";
}

/** A path in Node, an address relative to the page in browsers. */
async function readText(text: string, name: string, signal?: AbortSignal): Promise<Uint8Array> {
  if (!isNode()) return download(text, name, signal);
  if (/^(https?|file|data|blob):/i.test(text))
    throw new TypeError(`${name} must be a path, got an address; write new URL(${shown(text)})`);
  return schemeOf(text) === undefined ? readFile(text, name) : readObject(text, name, signal);
}

/** Reads an object of a storage, such as `s3://…`. */
async function readObject(address: string, name: string, signal?: AbortSignal): Promise<Uint8Array> {
  try {
    return await (await storageOf(address)).read(address, { signal });
  } catch (error) {
    throw unreadable(name, error);
  }
}

async function readUrl(url: URL, name: string, signal?: AbortSignal): Promise<Uint8Array> {
  return url.protocol === "file:" && isNode() ? readFile(url, name) : download(url.href, name, signal);
}

async function readFile(path: string | URL, name: string): Promise<Uint8Array> {
  try {
    return await process.getBuiltinModule("node:fs/promises").readFile(path);
  } catch (error) {
    throw unreadable(name, error);
  }
}

async function readBlob(blob: Blob, name: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await blob.arrayBuffer());
  } catch (error) {
    throw unreadable(name, error);
  }
}

async function download(address: string, name: string, signal?: AbortSignal): Promise<Uint8Array> {
  let response: Response;
  try {
    response = await fetch(address, { signal: signal ?? null });
    if (response.ok) return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    throw unreadable(name, error);
  }
  throw unreadable(name, new Error(`the server answered ${String(response.status)}`));
}

function unreadable(name: string, cause: unknown): Error {
  return new Error(`${name} cannot be read: ${errorMessage(cause)}`, { cause });
}
