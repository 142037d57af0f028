import { checkOptions, type OptionKinds } from "../check/checkOptions.ts";
import { StorageError } from "./storageError.ts";
import { storageOf } from "./storageOf.ts";

/** An object that is read by position, in the version that it had when it was opened. */
export interface OpenedObject {
  /** The address. */
  readonly label: string;
  /** The size in bytes. */
  readonly size: number;
  /** The version that is read; `undefined` if the storage has none. */
  readonly etag: string | undefined;
  /** Reads `length` bytes from `offset` on, or fewer at the end. */
  read(offset: number, length: number): Promise<Uint8Array>;
  /** Does nothing: no connection is held. Readers of files close them here. */
  close(): Promise<void>;
}

/** @inline */
interface OpenObjectOptions {
  /** Ends the operation with the signal's reason; default: none. */
  readonly signal?: AbortSignal | undefined;
}

const KNOWN: OptionKinds<OpenObjectOptions> = { signal: "object" };

/**
 * Opens an object for reads by position. A change of the object between reads is an error.
 *
 * @throws StorageError if there is no such object, or if its size is not known.
 * @example
 * ```ts
 * import { openObject } from "@tensorloom/core/internal";
 *
 * const object = await openObject("packages/core/README.md");
 * new TextDecoder().decode(await object.read(2, 16)); // => "@tensorloom/core"
 * ```
 */
export async function openObject(address: string, options: OpenObjectOptions = {}): Promise<OpenedObject> {
  checkOptions("openObject", options, KNOWN);
  const storage = await storageOf(address);
  const found = await storage.stat(address, options);
  if (found === undefined) throw new StorageError(address, "not-found", "there is no such object");
  const { size, etag } = found;
  if (size === undefined)
    throw new StorageError(address, "unsupported", "the server does not state the size of the object");
  return {
    label: address,
    size,
    etag,
    read: (offset, length) => {
      const wanted = Math.min(length, size - offset);
      if (wanted <= 0) return Promise.resolve(new Uint8Array(0));
      return storage.read(address, { ...options, offset, length: wanted, etag });
    },
    close: () => Promise.resolve(),
  };
}
