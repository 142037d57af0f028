import { FolderLockedError } from "@tensorloom/core/node";
import { lockFolder, type FolderLock } from "@tensorloom/core/internal/node";
import { rmdir, stat } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";

/** How often the others look whether it is their turn. */
const PAUSE_MS = 50;

/** After so long without a byte more, whoever downloads is taken for dead; only one on another machine comes to it. */
const STALLED_MS = 300_000;

/**
 * Runs work on a file when no other caller does, in this process or in another.
 *
 * @throws FolderLockedError if another machine's process holds the file, and has not written to it for five minutes.
 */
export async function oneAtATime(
  path: string,
  signal: AbortSignal | undefined,
  work: () => Promise<void>,
): Promise<void> {
  const folder = `${path}.fetching`;
  const lock = await turn(path, folder, signal);
  try {
    await work();
  } finally {
    await lock.release();
    await rmdir(folder).catch(() => undefined); // the next one has it already
  }
}

async function turn(path: string, folder: string, signal: AbortSignal | undefined): Promise<FolderLock> {
  let size = -1;
  for (let waited = 0; ; waited += PAUSE_MS) {
    signal?.throwIfAborted();
    try {
      return await lockFolder(folder, "fetchWeights");
    } catch (error) {
      const isGone = error instanceof Error && "code" in error && error.code === "ENOENT"; // between two callers
      if (!(error instanceof FolderLockedError) && !isGone) throw error;
      const now = await stat(`${path}.part`).then(
        (found) => found.size,
        () => 0,
      );
      if (now !== size) waited = 0;
      if (waited > STALLED_MS) throw error;
      size = now;
      await wait(PAUSE_MS);
    }
  }
}
