/**
 * An object of a storage: a file with an address.
 *
 * @example
 * ```ts
 * import { storageOf, type StorageObject } from "@tensorloom/core";
 *
 * const storage = await storageOf("packages/core/LICENSE");
 * const found: StorageObject | undefined = await storage.stat("packages/core/LICENSE");
 * found?.size; // => 11319
 * ```
 */
export interface StorageObject {
  /** The address, as the methods of {@link Storage} take it: `s3://isic/train00.tfrec`, or a path. */
  readonly address: string;
  /** The size in bytes; `undefined` if the server does not state it. */
  readonly size: number | undefined;
  /** The version of the content: it changes when the object does. `undefined` if the server has none. */
  readonly etag: string | undefined;
  /** The time of the last change, in milliseconds since 1970; `undefined` if it is not known. */
  readonly modified: number | undefined;
}

/** @inline */
interface Cancellable {
  /** Ends the operation with the signal's reason. Default: none. */
  readonly signal?: AbortSignal | undefined;
}

/** @inline */
interface ReadOptions extends Cancellable {
  /** The first byte to read; default 0. */
  readonly offset?: number | undefined;
  /** How many bytes to read; fewer are returned at the end of the object. Default: all. */
  readonly length?: number | undefined;
  /** Reads this version only: an object that has changed is a {@link StorageError}. Default: any version. */
  readonly etag?: string | undefined;
}

/** @inline */
interface WriteOptions extends Cancellable {
  /**
   * Whether `commit` may replace an object of that address; default true. If false, it throws a {@link StorageError} of
   * the kind `"exists"`.
   */
  readonly replace?: boolean | undefined;
}

/**
 * An object that is being written. It appears under its address whole or not at all.
 *
 * @example
 * ```ts no-run
 * import { type ObjectWriter, storageOf } from "@tensorloom/core";
 *
 * const storage = await storageOf("s3://results/labels.json");
 * const object: ObjectWriter = await storage.write("s3://results/labels.json");
 * try {
 *   await object.write(new TextEncoder().encode("[]"));
 *   await object.commit();
 * } finally {
 *   await object.discard();
 * }
 * ```
 */
export interface ObjectWriter {
  /** How many bytes have been written. */
  readonly bytes: number;
  /** Appends bytes. They may be reused when the promise resolves. */
  write(chunk: Uint8Array | readonly Uint8Array[]): Promise<void>;
  /** Publishes the object, and replaces one of that name. */
  commit(): Promise<void>;
  /** Removes what has been written, unless it has been committed. Call it in a `finally`. */
  discard(): Promise<void>;
}

/**
 * What a storage has done since it was opened.
 *
 * @example
 * ```ts
 * import { storageOf, type StorageStatistics } from "@tensorloom/core";
 *
 * const storage = await storageOf("packages/core/LICENSE");
 * const before: StorageStatistics = storage.statistics();
 * const bytes = await storage.read("packages/core/LICENSE");
 * storage.statistics().bytesRead - before.bytesRead === bytes.length; // => true
 * ```
 */
export interface StorageStatistics {
  /** Requests sent, including retries. */
  readonly requests: number;
  /** Requests that were repeated. */
  readonly retries: number;
  /** Bytes received from the storage, without those of a cache. */
  readonly bytesRead: number;
  readonly bytesWritten: number;
  /** Bytes delivered by a cache. */
  readonly bytesCached: number;
  /** Time spent in pauses before retries and in queues for a free request, in milliseconds, summed over requests. */
  readonly waitMs: number;
  /** Time with at least one request in flight, in milliseconds: `bytesRead / activeMs` is the bandwidth. */
  readonly activeMs: number;
}

/**
 * Objects of one scheme, such as `s3:`, with their addresses. Every method takes a complete address.
 *
 * @see {@link registerStorage}, which adds a scheme
 * @example
 * ```ts
 * import { type Storage, storageOf } from "@tensorloom/core";
 *
 * const storage: Storage = await storageOf("packages/core/*");
 * const names: string[] = [];
 * for await (const { address } of storage.list("packages/core/*.md")) names.push(address);
 * names; // => ["packages/core/README.md"]
 * ```
 */
export interface Storage {
  /** The scheme, without colon: `"s3"`; `"file"` for paths. */
  readonly scheme: string;
  /**
   * Lists objects in the order of their names: all below an address that ends with a slash, all that a glob matches,
   * or the one object with that address, if it exists.
   *
   * `*` and `?` match characters within a name, `[abc]` one of them, `{a,b}` one of the words, `{00..15}` one of the
   * numbers, and `**` any number of folders. One character in brackets stands for itself: `[[]`, `[*]`.
   *
   * @throws StorageError if the storage cannot be listed. No match is not an error.
   */
  list(pattern: string, options?: Cancellable): AsyncIterable<StorageObject>;
  /**
   * Returns an object's size and version; `undefined` if there is no such object.
   *
   * @throws StorageError if the storage cannot be asked.
   */
  stat(address: string, options?: Cancellable): Promise<StorageObject | undefined>;
  /**
   * Reads an object, or a range of it, into memory.
   *
   * @throws StorageError if there is no such object, if it has changed (`etag`), or if it cannot be read.
   */
  read(address: string, options?: ReadOptions): Promise<Uint8Array>;
  /**
   * Reads an object from its start, or from `offset` on, in chunks, and fetches the next ones ahead.
   *
   * @throws StorageError as `read` does; also if the object changes while it is read.
   */
  stream(address: string, options?: ReadOptions): AsyncGenerator<Uint8Array, void, undefined>;
  /**
   * Starts an object, which `commit` publishes. Missing folders are created, as object storage has none.
   *
   * @throws StorageError if the storage cannot be written.
   */
  write(address: string, options?: WriteOptions): Promise<ObjectWriter>;
  /**
   * Removes an object. One that does not exist is not an error.
   *
   * @throws StorageError if it cannot be removed.
   */
  remove(address: string, options?: Cancellable): Promise<void>;
  /** Returns what this storage has done so far, for reports. */
  statistics(): StorageStatistics;
}
