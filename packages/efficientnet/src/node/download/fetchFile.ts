import { rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { checkOptions, errorCode, type OptionKinds } from "@tensorloom/core/internal";
import { FileWriteError } from "@tensorloom/core/node";
import { makeFolder, syncFolder } from "@tensorloom/core/internal/node";
import type { WeightFile } from "../../weights/weightFile.ts";
import { cacheFolder } from "./cacheFolder.ts";
import { hashFile } from "./hashFile.ts";
import { download, type DownloadOptions } from "./download.ts";
import { DownloadError } from "./downloadError.ts";
import { withFileLock } from "./withFileLock.ts";
import { removePartial } from "./partialFile.ts";

/**
 * Options of {@link fetchFile}.
 *
 * @inline
 */
export interface FetchFileOptions extends DownloadOptions {
  /** The folder of downloaded files. Default: `TENSORLOOM_CACHE`, or `tensorloom` in the user's cache folder. */
  readonly cacheFolder?: string | undefined;
  /** An address with files of the same names. Default: `TENSORLOOM_MIRROR`, or the publisher's address. */
  readonly mirror?: string | undefined;
}

const KNOWN: OptionKinds<FetchFileOptions> = {
  cacheFolder: "string",
  mirror: "string",
  onProgress: "function",
  signal: "object",
};

/**
 * Downloads a file once, verifies its hash, and returns its path.
 *
 * If several callers want the file, in one process or several, one downloads it and the others wait.
 *
 * @throws DownloadError if the download fails; the reason of `signal`.
 */
export async function fetchFile(file: WeightFile, options: FetchFileOptions = {}): Promise<string> {
  checkOptions("fetchWeights", options, KNOWN);
  const path = join(options.cacheFolder ?? cacheFolder(), file.name);
  const mirror = options.mirror ?? process.env["TENSORLOOM_MIRROR"];
  const url = mirror ? `${mirror.replace(/\/+$/, "")}/${file.name}` : file.url;
  let found: string | undefined;
  try {
    found = await hashFile(path, file.algorithm);
    if (found === file.digest) return path;
    await makeFolder(dirname(path));
    await withFileLock(path, options.signal, async () => {
      if ((await hashFile(path, file.algorithm)) !== file.digest)
        await downloadVerified(url, path, file, options);
    });
  } catch (cause) {
    options.signal?.throwIfAborted();
    const wrong = found === undefined ? undefined : `expected ${file.algorithm} ${file.digest}, got ${found}`;
    throw new DownloadError(url, path, reason(cause), wrong, { cause });
  }
  return path;
}

async function downloadVerified(
  url: string,
  path: string,
  file: WeightFile,
  options: DownloadOptions,
): Promise<void> {
  const partial = `${path}.part`;
  const isPieced = await download(url, partial, options);
  const digest = await hashFile(partial, file.algorithm);
  if (digest === file.digest && (await publishFile(partial, path))) return;
  await removePartial(partial);
  if ((await hashFile(path, file.algorithm)) === file.digest) return; // another process was quicker
  if (isPieced) return downloadVerified(url, path, file, options); // it may mix two versions: download it again in one piece
  throw new Error(`expected ${file.algorithm} ${file.digest}, got ${digest ?? "no file"}`);
}

/** Renames a complete file to its final name; false if another process has already done so. */
async function publishFile(partial: string, path: string): Promise<boolean> {
  try {
    await rename(partial, path);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return false;
    throw error;
  }
  await removePartial(partial);
  await syncFolder(dirname(path));
  return true;
}

/** The message of the innermost cause: `fetch failed` alone does not help. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof FileWriteError) return `${error.message}; set cacheFolder to another folder`;
  if (error.cause instanceof Error) return reason(error.cause);
  return error.message === "" ? (errorCode(error) ?? error.name) : error.message; // of several addresses, only the code
}
