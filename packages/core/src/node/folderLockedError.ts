/**
 * A folder is reserved by another writer.
 *
 * @example
 * ```ts no-run
 * import { FolderLockedError } from "@tensorloom/core/node";
 * import { fetchWeights } from "@tensorloom/efficientnet/node";
 *
 * try {
 *   await fetchWeights("B0", "imagenet"); // waits for another process that downloads the same file
 * } catch (error) {
 *   if (error instanceof FolderLockedError) console.error(`process ${error.pid} on ${error.host} does not continue`);
 * }
 * ```
 */
export class FolderLockedError extends Error {
  readonly folder: string;
  /** What the other writer calls itself. */
  readonly who: string;
  /** Its process. */
  readonly pid: number;
  /** Its machine. */
  readonly host: string;

  constructor(folder: string, holder: { readonly who: string; readonly pid: number; readonly host: string }) {
    const { who, pid, host } = holder;
    super(
      `${folder} is in use by ${who} (process ${String(pid)} on ${host}): wait for it, or write to another folder. ` +
        `If that process has ended, remove ${folder}/.lock`,
    );
    this.name = "FolderLockedError";
    this.folder = folder;
    this.who = who;
    this.pid = pid;
    this.host = host;
  }
}
