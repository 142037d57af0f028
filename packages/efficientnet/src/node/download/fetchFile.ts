import { rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { checkOptions, errorCode, type OptionKinds } from "@tensorloom/core/internal";
import { FileWriteError } from "@tensorloom/core/node";
import { makeFolder, syncFolder } from "@tensorloom/core/internal/node";
import { cacheFolder } from "./cacheFolder.ts";
import { hashFile } from "./hashFile.ts";
import type { DownloadOptions, FetchedFile, FetchFileOptions } from "../../download/fetchFileOptions.ts";
import { download } from "./download.ts";
import { DownloadError } from "../../download/downloadError.ts";
import { withFileLock } from "./withFileLock.ts";
import { removePartial } from "./partialFile.ts";

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
export async function fetchFile(file: FetchedFile, options: FetchFileOptions = {}): Promise<string> {
  checkOptions("fetchWeights", options, KNOWN);
  const path = join(options.cacheFolder ?? cacheFolder(), file.name);
  const mirror = options.mirror ?? process.env["TENSORLOOM_MIRROR"];
  const url = mirror ? `${mirror.replace(/\/+$/, "")}/${file.name}` : file.url;
  let found: string | undefined;
  try {
    found = await hashFile(path, file.algorithm);
    if (isRight(found, file)) return path;
    await makeFolder(dirname(path));
    await withFileLock(path, options.signal, async () => {
      if (!isRight(await hashFile(path, file.algorithm), file))
        await downloadVerified(url, path, file, options);
    });
  } catch (cause) {
    options.signal?.throwIfAborted();
    const wrong =
      found === undefined ? undefined : `expected ${file.algorithm} ${String(file.digest)}, got ${found}`;
    throw new DownloadError(url, path, reason(cause), wrong, { cause });
  }
  return path;
}

/** Whether a file is there, with the right hash if one is known. */
function isRight(found: string | undefined, { digest }: FetchedFile): boolean {
  return found !== undefined && (digest === undefined || found === digest);
}

async function downloadVerified(
  url: string,
  path: string,
  file: FetchedFile,
  options: DownloadOptions,
): Promise<void> {
  const partial = `${path}.part`;
  const isPieced = await download(url, partial, options);
  const digest = await hashFile(partial, file.algorithm);
  if (isRight(digest, file) && (await publishFile(partial, path))) return;
  await removePartial(partial);
  if (isRight(await hashFile(path, file.algorithm), file)) return; // another process was quicker
  if (isPieced) return downloadVerified(url, path, file, options); // it may mix two versions: download it again in one piece
  throw new Error(`expected ${file.algorithm} ${file.digest ?? "of any value"}, got ${digest ?? "no file"}`);
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
