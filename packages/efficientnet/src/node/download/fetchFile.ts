import { open, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { checkOptions, type OptionKinds } from "@tensorloom/core/internal";
import { FileWriteError } from "@tensorloom/core/node";
import { makeFolder } from "@tensorloom/core/internal/node";
import type { WeightFile } from "../../weights/weightFile.ts";
import { cacheFolder } from "./cacheFolder.ts";
import { digestOf } from "./hashFile.ts";
import { download, type DownloadOptions } from "./download.ts";
import { DownloadError } from "./downloadError.ts";
import { oneAtATime } from "./withFileLock.ts";
import { removePartial } from "./partialFile.ts";

/** Where to fetch a file from, where to keep it, how to watch it. */
export interface FetchFileOptions extends DownloadOptions {
  /** The folder that keeps the files. Default: `TENSORLOOM_CACHE`, else `tensorloom` in the user's cache folder. */
  readonly cacheFolder?: string;
  /** An address that holds files of the same names. Default: `TENSORLOOM_MIRROR`, else the publisher's. */
  readonly mirror?: string;
}

const KNOWN: OptionKinds<FetchFileOptions> = {
  cacheFolder: "string",
  mirror: "string",
  onProgress: "function",
  signal: "object",
};

/**
 * Downloads a file once, checks it against its hash, and says where it is.
 *
 * Of several callers, in one process or in several, one downloads; the others wait for it.
 *
 * @throws DownloadError if it cannot be had; what `signal` was aborted with.
 */
export async function fetchFile(file: WeightFile, options: FetchFileOptions = {}): Promise<string> {
  checkOptions("fetchWeights", options, KNOWN);
  const path = join(options.cacheFolder ?? cacheFolder(), file.name);
  const mirror = options.mirror ?? process.env["TENSORLOOM_MIRROR"];
  const url = mirror ? `${mirror.replace(/\/+$/, "")}/${file.name}` : file.url;
  let found: string | undefined;
  try {
    found = await digestOf(path, file.algorithm);
    if (found === file.digest) return path;
    await makeFolder(dirname(path));
    await oneAtATime(path, options.signal, async () => {
      if ((await digestOf(path, file.algorithm)) !== file.digest)
        await downloadRight(url, path, file, options);
    });
  } catch (cause) {
    options.signal?.throwIfAborted();
    const wrong = found === undefined ? undefined : `expected ${file.algorithm} ${file.digest}, got ${found}`;
    throw new DownloadError(url, path, reason(cause), wrong, { cause });
  }
  return path;
}

async function downloadRight(
  url: string,
  path: string,
  file: WeightFile,
  options: DownloadOptions,
): Promise<void> {
  const partial = `${path}.part`;
  const isPieced = await download(url, partial, options);
  const digest = await digestOf(partial, file.algorithm);
  if (digest === file.digest && (await appeared(partial, path))) return;
  await removePartial(partial);
  if ((await digestOf(path, file.algorithm)) === file.digest) return; // another process was quicker
  if (isPieced) return downloadRight(url, path, file, options); // pieces of two versions, perhaps: once more, in one
  throw new Error(`expected ${file.algorithm} ${file.digest}, got ${digest ?? "no file"}`);
}

/** Gives a whole file its name and has the folder's entry written too; not where another process has done it. */
async function appeared(partial: string, path: string): Promise<boolean> {
  try {
    await rename(partial, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false; // the file system throws nothing else
    throw error;
  }
  await removePartial(partial);
  if (process.platform === "win32") return true; // has no handles of folders
  const folder = await open(dirname(path));
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
  return true;
}

/** What went wrong, from the innermost error: `fetch failed` alone helps nobody. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof FileWriteError) return `${error.message}; another cacheFolder may be named`;
  if (error.cause instanceof Error) return reason(error.cause);
  const code = (error as NodeJS.ErrnoException).code; // of the system's errors; others have none
  return error.message === "" ? (code ?? error.name) : error.message; // of several addresses tried, only the code
}
