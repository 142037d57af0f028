import { md5 } from "@noble/hashes/legacy.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { StorageError, storageOf } from "@tensorloom/core";
import {
  checkOptions,
  checkPlace,
  errorMessage,
  isMissing,
  joinPlace,
  openPlaceWriter,
  readPlace,
  statPlace,
  type OptionKinds,
} from "@tensorloom/core/internal";
import { downloadSegments } from "./browserDownload.ts";
import { DownloadError } from "./downloadError.ts";
import type { FetchedFile, FetchFileOptions } from "./fetchFileOptions.ts";
import { readSegments, removeSegments } from "./segments.ts";

const HASHES = { md5, sha256 };

/** The folder of downloaded files in a browser's own storage. */
const CACHE_FOLDER = "opfs:tensorloom";

const KNOWN: OptionKinds<FetchFileOptions> = {
  cacheFolder: "string",
  mirror: "string",
  onProgress: "function",
  signal: "object",
};

/**
 * Downloads a file once into a browser's storage, verifies its hash, and returns its address.
 *
 * If several pages or workers want the file, one downloads it and the others wait. An interrupted download is resumed.
 *
 * @throws DownloadError if the download fails; StorageError if the file cannot be stored; the reason of `signal`.
 */
export async function fetchFile(file: FetchedFile, options: FetchFileOptions = {}): Promise<string> {
  const { cacheFolder = CACHE_FOLDER, mirror, signal } = checkOptions("fetchWeights", options, KNOWN);
  const place = joinPlace(checkPlace("fetchWeights: cacheFolder", cacheFolder), file.name);
  const url = mirror ? `${mirror.replace(/\/+$/, "")}/${file.name}` : file.url;
  signal?.throwIfAborted();
  if (await isThere(place, file)) return place;
  await alone(place, signal, async () => {
    if (!(await isThere(place, file))) await download(url, place, file, options);
  });
  return place;
}

/** Runs work while no other page or worker of this site does. */
async function alone(
  name: string,
  signal: AbortSignal | undefined,
  work: () => Promise<void>,
): Promise<void> {
  const { locks } = navigator as { locks?: LockManager }; // missing in pages that are not secure
  if (locks === undefined) return work();
  await locks.request(`tensorloom ${name}`, signal === undefined ? {} : { signal }, work);
}

/** Whether a file is stored, with the right hash if one is known. */
async function isThere(place: string, file: FetchedFile): Promise<boolean> {
  if (file.digest === undefined) return (await statPlace(place))?.kind === "file";
  return (await hashOf(place, file)) === file.digest;
}

/** The hash of a stored file; `undefined` if it does not exist. */
async function hashOf(place: string, { algorithm }: FetchedFile): Promise<string | undefined> {
  const hash = HASHES[algorithm].create();
  try {
    for await (const chunk of (await storageOf(place)).stream(place)) hash.update(chunk);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  return bytesToHex(hash.digest());
}

/** Downloads the segments, and joins them to the file if their hash is right. */
async function download(
  url: string,
  place: string,
  file: FetchedFile,
  options: FetchFileOptions,
): Promise<void> {
  const folder = `${place}.part`;
  const { signal, onProgress } = options;
  const fail = (problem: string, cause?: unknown): DownloadError =>
    new DownloadError(url, place, problem, undefined, { cause });
  const isVerified = file.digest !== undefined;
  const isPieced = await downloadSegments(url, folder, { signal, onProgress, isVerified }).catch(
    (cause: unknown) => {
      signal?.throwIfAborted();
      if (cause instanceof StorageError) throw cause;
      const isNetwork = cause instanceof TypeError; // of fetch, which does not say more
      const advice = "; a page may read only servers that allow it (CORS): serve the file with your page";
      throw fail(`${errorMessage(cause)}${isNetwork ? advice : ""}`, cause);
    },
  );
  const wrong = await joinSegments(url, folder, place, file);
  await removeSegments(folder);
  if (wrong === undefined) return;
  if (isPieced) return download(url, place, file, options); // it may mix two versions: download it again in one piece
  throw fail(wrong);
}

/** Writes the file; returns what is wrong with its hash. */
async function joinSegments(
  url: string,
  folder: string,
  place: string,
  { algorithm, digest }: FetchedFile,
): Promise<string | undefined> {
  const hash = HASHES[algorithm].create();
  const target = await openPlaceWriter(place);
  try {
    for (const segment of (await readSegments(folder, url)).files) {
      const bytes = await readPlace(segment);
      hash.update(bytes);
      await target.write(bytes);
    }
    const got = bytesToHex(hash.digest());
    if (digest !== undefined && got !== digest) return `expected ${algorithm} ${digest}, got ${got}`;
    await target.commit();
    return undefined;
  } finally {
    await target.discard();
  }
}
