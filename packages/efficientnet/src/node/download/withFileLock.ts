import { errorCode } from "@tensorloom/core/internal";
import { FolderLockedError } from "@tensorloom/core/node";
import { lockFolder, type FolderLock } from "@tensorloom/core/internal/node";
import { rmdir, stat } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";

/** How often a waiting caller tries again. */
const PAUSE_MS = 50;

/** A download on another machine that receives no byte for this long counts as dead. */
const STALLED_MS = 300_000;

/**
 * Runs work on a file while no other caller does, in any process.
 *
 * @throws FolderLockedError if a process of another machine holds the lock and has not written for five minutes.
 */
export async function withFileLock(
  path: string,
  signal: AbortSignal | undefined,
  work: () => Promise<void>,
): Promise<void> {
  const folder = `${path}.fetching`;
  const lock = await waitForLock(path, folder, signal);
  try {
    await work();
  } finally {
    await lock.release();
    await rmdir(folder).catch(() => undefined); // the next caller already has it
  }
}

async function waitForLock(
  path: string,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<FolderLock> {
  let size = -1;
  for (let waited = 0; ; waited += PAUSE_MS) {
    signal?.throwIfAborted();
    try {
      return await lockFolder(folder, "fetchWeights");
    } catch (error) {
      const isGone = errorCode(error) === "ENOENT"; // between two callers
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
