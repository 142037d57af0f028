import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { FileWriteError } from "../place/fileWriteError.ts";
import { errorCode } from "../errors/errorCode.ts";
import { FolderLockedError } from "./folderLockedError.ts";
import { makeFolder } from "./makeFolder.ts";

/** The content of a lock file. */
interface Holder {
  readonly who: string;
  readonly pid: number;
  readonly host: string;
  /** Distinguishes locks of the same process. */
  readonly token: string;
}

/** A folder that belongs to one writer until it is released. */
export interface FolderLock {
  /** Releases the folder. Later calls do nothing. */
  release(): Promise<void>;
}

/**
 * Reserves a folder for one writer, or throws immediately if another one has it.
 *
 * The lock is a file `.lock` that names its holder. It is removed by `release` and when the process exits. A lock of
 * a crashed process of this machine is taken over.
 *
 * @param folder - The folder; it is created if it does not exist.
 * @param who - The user of the folder, for the error message of others: `"melanoma"`.
 * @throws FolderLockedError if a running process has it, or one on another machine; FileWriteError if the folder cannot
 * be written.
 * @example
 * ```ts no-run
 * import { lockFolder } from "@tensorloom/core/internal/node";
 *
 * const lock = await lockFolder("out", "train");
 * try {
 *   // write into out/
 * } finally {
 *   await lock.release();
 * }
 * ```
 */
export async function lockFolder(folder: string, who: string): Promise<FolderLock> {
  await makeFolder(folder);
  const path = join(folder, ".lock");
  const own: Holder = { who, pid: process.pid, host: hostname(), token: randomBytes(8).toString("hex") };
  const other = await acquire(path, own);
  if (other !== undefined) throw new FolderLockedError(folder, other);
  const onExit = (): void => {
    rmSync(path, { force: true });
  };
  process.once("exit", onExit);
  let isHeld = true;
  return {
    async release() {
      if (!isHeld) return;
      isHeld = false;
      process.off("exit", onExit);
      await rm(path, { force: true });
    },
  };
}

/**
 * Acquires a lock, and returns undefined; or returns the process that has it, or is taking it over.
 *
 * Only one process may replace a stale lock: the one that has the lock of the replacement, whose name holds the stale
 * token. Removing the stale lock first would let a slower process remove what a quicker one has put there.
 */
async function acquire(path: string, own: Holder): Promise<Holder | undefined> {
  while (!(await created(path, own))) {
    const holder = await readHolder(path);
    if (holder === undefined) continue; // released in the meantime
    if (!isStale(holder)) return holder;
    const successor = `${path}.after-${holder.token}`;
    const quicker = await acquire(successor, own);
    if (quicker !== undefined) return quicker;
    if ((await readHolder(path))?.token === holder.token) {
      await rename(successor, path);
      return undefined;
    }
    await rm(successor, { force: true }); // another process had replaced the stale lock before
  }
  return undefined;
}

/** Creates the lock with its content in one step: a file that appears empty first could be read as such. */
async function created(path: string, holder: Holder): Promise<boolean> {
  const beside = `${path}.${holder.token}`;
  try {
    await writeFile(beside, JSON.stringify(holder));
    await link(beside, path);
    return true;
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw new FileWriteError(path, 0, error);
  } finally {
    await rm(beside, { force: true });
  }
}

async function readHolder(path: string): Promise<Holder | undefined> {
  let text;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
  try {
    return JSON.parse(text) as Holder; // written above
  } catch {
    return { who: "an unreadable lock", pid: 0, host: "", token: text };
  }
}

/** Whether the holder is known to run no more: only processes of this machine can be asked. */
function isStale({ pid, host }: Holder): boolean {
  if (host !== hostname() || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return errorCode(error) === "ESRCH"; // EPERM: it runs, and belongs to somebody else
  }
}
