import { type Storage, StorageError } from "@tensorloom/core";
import { cacheFolderOf, checkOptions, integer, type OptionKinds } from "@tensorloom/core/internal";
import { checkPath } from "@tensorloom/core/internal/node";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { type BlockKey, openBlockStore } from "./blockStore.ts";
import { untilAborted } from "./untilAborted.ts";

/**
 * Options of {@link readCache}.
 *
 * @inline
 */
interface ReadCacheOptions {
  /** The folder of the blocks. Processes may share it. Default: `blocks` in `TENSORLOOM_CACHE` or the user's cache. */
  readonly folder?: string | undefined;
  /** The size of the folder in bytes, about: the blocks that were used the longest time ago are removed. Default 10 GiB. */
  readonly maxBytes?: number | undefined;
  /** The size of a block in bytes: a small read fetches one. Default 4 MiB. */
  readonly blockBytes?: number | undefined;
  /** How many blocks a stream fetches ahead. Default 4. */
  readonly readAhead?: number | undefined;
}

const KNOWN: OptionKinds<ReadCacheOptions> = {
  folder: "string",
  maxBytes: "number",
  blockBytes: "number",
  readAhead: "number",
};

type ReadOptions = NonNullable<Parameters<Storage["read"]>[1]>;

/**
 * Keeps what is read from a storage on the disk, so that later epochs and other programs need no network.
 *
 * Blocks belong to a version of an object: a read asks for the current version first, unless it names one (`etag`).
 * Objects without versions are not kept. A full disk ends the caching with one warning, and no read fails.
 *
 * @param storage - The storage to read; writes go straight to it.
 * @throws TypeError or RangeError for wrong options.
 * @example
 * ```ts no-run
 * import { registerStorage } from "@tensorloom/core";
 * import { s3Storage } from "@tensorloom/storage";
 * import { readCache } from "@tensorloom/storage/node";
 *
 * registerStorage("s3", () => readCache(s3Storage(), { folder: "/mnt/ssd/blocks", maxBytes: 200e9 }));
 * ```
 */
export function readCache(storage: Storage, options: ReadCacheOptions = {}): Storage {
  const {
    maxBytes = 10 * 2 ** 30,
    blockBytes = 4 * 2 ** 20,
    readAhead = 4,
  } = checkOptions("readCache", options, KNOWN);
  integer("readCache: maxBytes", maxBytes, 0);
  integer("readCache: blockBytes", blockBytes, 1, 2 ** 30);
  integer("readCache: readAhead", readAhead, 0);
  const place = { env: process.env, platform: process.platform, home: homedir() };
  const folder = options.folder ?? join(cacheFolderOf(place), "blocks");
  const blocks = openBlockStore(resolve(checkPath("readCache: folder", folder)), maxBytes);
  const sizes = new Map<string, number>(); // of versions, by address and version: they do not change
  let bytesCached = 0;

  /** The version and the size of an object; undefined if it has none, or if it is not the version to read. */
  async function versionOf(address: string, { etag, signal }: ReadOptions): Promise<Version | undefined> {
    const known = etag === undefined ? undefined : sizes.get(`${address}\n${etag}`);
    if (known !== undefined && etag !== undefined) return { etag, size: known };
    const found = await storage.stat(address, { signal });
    if (found?.size === undefined || found.etag === undefined) return undefined;
    if (etag !== undefined && etag !== found.etag) return undefined; // the storage reports it
    if (sizes.size >= MAX_SIZES) sizes.clear();
    sizes.set(`${address}\n${found.etag}`, found.size);
    return { etag: found.etag, size: found.size };
  }

  async function* stream(address: string, options: ReadOptions): AsyncGenerator<Uint8Array, void, undefined> {
    const { offset = 0, length = Infinity, signal } = options;
    const version = await versionOf(address, options);
    if (version === undefined) return yield* storage.stream(address, options);
    const { etag, size } = version;
    const end = Math.min(size, offset + length);
    const inFlight: Promise<Uint8Array>[] = [];
    let next = Math.floor(offset / blockBytes) * blockBytes;
    const request = (): void => {
      const block = { offset: next, length: Math.min(blockBytes, size - next) };
      const pending = read({ address, etag, ...block }, signal);
      pending.catch(() => undefined); // thrown when the block is awaited
      inFlight.push(pending);
      next += block.length;
    };
    for (let at = offset; at < end;) {
      if (inFlight.length === 0) request();
      while (inFlight.length <= readAhead && next < end) request();
      const start = Math.floor(at / blockBytes) * blockBytes;
      const block = await inFlight.shift();
      const part = block?.subarray(at - start, end - start) ?? new Uint8Array(0);
      at += part.length;
      yield part;
    }
  }
  async function read(key: BlockKey, signal: AbortSignal | undefined): Promise<Uint8Array> {
    const { address, etag, offset, length } = key;
    const pending = blocks.get(key, async () => {
      const block = await storage.read(address, { etag, offset, length });
      if (block.length === length) return block;
      const problem = "the object has changed, and its version has not: it is shorter than before";
      throw new StorageError(address, "changed", problem, { offset: offset + block.length });
    });
    const { block, isStored } = await untilAborted(pending, signal);
    if (isStored) bytesCached += block.length;
    return block;
  }
  return {
    scheme: storage.scheme,
    list: (pattern, more) => storage.list(pattern, more),
    stat: (address, more) => storage.stat(address, more),
    write: (address, more) => storage.write(address, more),
    remove: (address, more) => storage.remove(address, more),
    stream: (address, more = {}) => stream(address, checkRange("stream", more)),
    async read(address, more = {}) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of stream(address, checkRange("read", more))) chunks.push(chunk);
      return concatenate(chunks); // also one chunk: a part would keep its block in memory, and blocks are shared
    },
    statistics() {
      const inner = storage.statistics();
      return { ...inner, bytesCached: inner.bytesCached + bytesCached };
    },
  };
}

interface Version {
  readonly etag: string;
  readonly size: number;
}

/** The most versions whose sizes are remembered. */
const MAX_SIZES = 100_000;

function checkRange(name: string, options: ReadOptions): ReadOptions {
  const { offset = 0, length = Infinity } = options;
  integer(`${name}: offset`, offset, 0);
  if (length !== Infinity) integer(`${name}: length`, length, 0);
  return options;
}

function concatenate(chunks: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
