import { makeFolder } from "@tensorloom/core/internal/node";
import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, renameSync, rmdirSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

/** A folder that is being filled under a hidden name. */
export interface NewFolder {
  /** The folder to write into: `.NAME.RANDOM.partial`, beside the final one. */
  readonly path: string;
  /** Renames it to its final name. */
  commit(): void;
  /** Removes it, unless it has been committed. Call it in a `finally`. */
  discard(): void;
}

/**
 * Opens a folder that appears under its name whole or not at all.
 *
 * @throws Error if there is something under that name, unless it is an empty folder.
 */
export async function openNewFolder(name: string, folder: string): Promise<NewFolder> {
  const final = resolve(folder);
  const check = (): void => {
    if (!existsSync(final)) return;
    if (!statSync(final).isDirectory()) throw new Error(`${name}: ${folder} is a file; name a new folder`);
    if (readdirSync(final).length > 0)
      throw new Error(
        `${name}: ${folder} has files already; name a new folder, because nothing is overwritten`,
      );
  };
  check();
  const path = join(dirname(final), `.${basename(final)}.${randomBytes(6).toString("hex")}.partial`);
  await makeFolder(path);
  const remove = (): void => rmSync(path, { recursive: true, force: true });
  process.prependOnceListener("exit", remove);
  return {
    path,
    commit() {
      check();
      if (existsSync(final)) rmdirSync(final);
      renameSync(path, final);
      process.off("exit", remove);
    },
    discard() {
      remove();
      process.off("exit", remove);
    },
  };
}
