import type { StorageStatistics } from "@tensorloom/core";
import { storageTraffic } from "@tensorloom/core/internal";

/**
 * What the storages of one scheme did while a pipeline was profiled, in this thread. Times are in milliseconds.
 *
 * @example
 * ```ts
 * import { range, type StorageReport } from "@tensorloom/data";
 *
 * const { storages } = await range(100).explain();
 * const line = ({ scheme, bytesPerSecond }: StorageReport) => `${scheme}: ${bytesPerSecond / 1e6} MB/s`;
 * storages.map(line); // => []
 * ```
 */
export interface StorageReport {
  /** The scheme of the addresses, without colon: `"s3"`. */
  readonly scheme: string;
  /** Requests sent, including retries. */
  readonly requests: number;
  readonly retries: number;
  /** Bytes received from the storage. */
  readonly bytesRead: number;
  /** Bytes delivered by a cache. */
  readonly bytesCached: number;
  /** Time with at least one request in flight. */
  readonly active: number;
  /** Time spent in pauses before retries and in queues for a free request, summed over requests. */
  readonly waited: number;
  /** The bandwidth while requests were in flight; 0 without requests. */
  readonly bytesPerSecond: number;
}

type Traffic = ReadonlyMap<string, StorageStatistics>;

/** Reports what storages have done since `before`; those that have done nothing are left out. */
export function storageReports(before: Traffic): readonly StorageReport[] {
  return [...storageTraffic()].flatMap(([scheme, now]) => {
    const since = (field: keyof StorageStatistics): number => now[field] - (before.get(scheme)?.[field] ?? 0);
    const [requests, bytesRead, bytesCached, active] = [
      since("requests"),
      since("bytesRead"),
      since("bytesCached"),
      since("activeMs"),
    ];
    if (requests === 0 && bytesCached === 0) return [];
    const bytesPerSecond = active > 0 ? (1000 * bytesRead) / active : 0;
    return [
      {
        scheme,
        requests,
        retries: since("retries"),
        bytesRead,
        bytesCached,
        active,
        waited: since("waitMs"),
        bytesPerSecond,
      },
    ];
  });
}

/** Formats a report as a sentence. */
export function formatStorage(report: StorageReport): string {
  const { scheme, requests, retries, bytesRead, bytesCached, active, waited, bytesPerSecond } = report;
  const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
  const cached = bytesCached === 0 ? "" : `, ${megabytes(bytesCached)} from the cache`;
  return (
    `${scheme}: ${megabytes(bytesRead)} in ${String(requests)} requests (${String(retries)} retries)${cached}; ` +
    `${megabytes(bytesPerSecond)}/s in ${active.toFixed(1)} ms, waited ${waited.toFixed(1)} ms`
  );
}
