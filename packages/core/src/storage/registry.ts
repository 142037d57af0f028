import { callable, shown } from "../check/check.ts";
import type { Storage, StorageStatistics } from "./storage.ts";

/**
 * Makes the storage of a scheme when it is first used.
 *
 * @inline
 */
type OpenStorage = () => Storage | Promise<Storage>;

interface Registered {
  readonly open: OpenStorage;
  opened?: Promise<Storage> | undefined;
}

/** The storages that this thread has opened, also those that another registration has replaced. */
const storages = new Set<Storage>();

const registered = new Map<string, Registered>();

/**
 * Adds a scheme of addresses, or replaces how one is opened.
 *
 * Every function of Tensorloom that takes a path then takes addresses of that scheme. A registration holds for its
 * thread: workers register their own.
 *
 * @param scheme - The scheme without colon, of two characters or more: `"s3"`, or a name of yours such as `"minio"`.
 * @param open - Opens the storage. It is called at the first use, and again if it fails.
 * @returns A function that restores the state before.
 * @throws TypeError if the scheme is not one; RangeError for `file`.
 * @example
 * ```ts no-run
 * import { registerStorage } from "@tensorloom/core";
 * import { s3Storage } from "@tensorloom/storage/node";
 *
 * registerStorage("s3", () => s3Storage({ endpoint: "http://localhost:9000", region: "us-east-1" }));
 * ```
 */
export function registerStorage(scheme: string, open: OpenStorage): () => void {
  if (typeof scheme !== "string" || !/^[a-z][a-z0-9+.-]+$/.test(scheme))
    throw new TypeError(
      `registerStorage: scheme must be two or more of a-z, 0-9, +, . and -, without colon, got ${shown(scheme)}`,
    );
  if (scheme === "file") throw new RangeError("registerStorage: scheme file is the file system's");
  callable("registerStorage: open", open);
  const before = registered.get(scheme);
  registered.set(scheme, { open });
  return () => {
    if (before === undefined) registered.delete(scheme);
    else registered.set(scheme, before);
  };
}

/** The schemes that have been registered. */
export function registeredSchemes(): readonly string[] {
  return [...registered.keys()];
}

/** The storage of a registered scheme, opened once; `undefined` if the scheme is not registered. */
export function registeredStorage(scheme: string): Promise<Storage> | undefined {
  const entry = registered.get(scheme);
  if (entry === undefined) return undefined;
  const opened = (entry.opened ??= Promise.resolve().then(entry.open));
  opened.then(
    (storage) => storages.add(storage),
    () => {
      if (entry.opened === opened) entry.opened = undefined; // the next use tries again
    },
  );
  return opened;
}

/**
 * What each scheme's storages have done so far in this thread, for reports: the sums of those with the same scheme.
 *
 * @example
 * ```ts
 * import { storageTraffic } from "@tensorloom/core/internal";
 *
 * const before = storageTraffic().get("s3")?.bytesRead ?? 0;
 * before >= 0; // => true
 * ```
 */
export function storageTraffic(): ReadonlyMap<string, StorageStatistics> {
  const sums = new Map<string, StorageStatistics>();
  for (const storage of storages) {
    const { scheme } = storage;
    const before = sums.get(scheme);
    const now = storage.statistics();
    sums.set(scheme, before === undefined ? now : addStatistics(before, now));
  }
  return sums;
}

function addStatistics(a: StorageStatistics, b: StorageStatistics): StorageStatistics {
  return {
    requests: a.requests + b.requests,
    retries: a.retries + b.retries,
    bytesRead: a.bytesRead + b.bytesRead,
    bytesWritten: a.bytesWritten + b.bytesWritten,
    bytesCached: a.bytesCached + b.bytesCached,
    waitMs: a.waitMs + b.waitMs,
    activeMs: a.activeMs + b.activeMs,
  };
}
