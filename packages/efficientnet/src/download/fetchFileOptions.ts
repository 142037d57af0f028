import type { WeightFile } from "../weights/weightFile.ts";

/**
 * Progress of a download.
 *
 * @inline
 */
interface DownloadProgress {
  readonly url: string;
  /** Bytes received, including those of an earlier attempt. */
  readonly received: number;
  /** Total number of bytes; `undefined` if the server does not report it. */
  readonly total: number | undefined;
}

/**
 * Options of a download.
 *
 * @inline
 */
export interface DownloadOptions {
  /** Called after each chunk. */
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
  /** Aborts the download; a later call resumes it. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Options of `fetchFile`.
 *
 * @inline
 */
export interface FetchFileOptions extends DownloadOptions {
  /**
   * The folder of downloaded files. Default: in Node, `TENSORLOOM_CACHE`, or `tensorloom` in the user's cache folder; in a
   * browser, `opfs:tensorloom`.
   */
  readonly cacheFolder?: string | undefined;
  /** An address with files of the same names. Default: `TENSORLOOM_MIRROR` in Node, or the publisher's address. */
  readonly mirror?: string | undefined;
}

/** A file to download. Without a hash, one that is there is used as it is. */
export interface FetchedFile extends Omit<WeightFile, "digest"> {
  readonly digest: string | undefined;
}
