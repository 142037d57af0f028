import { mkdirSync, rmdirSync } from "node:fs";
import { dirname, resolve } from "node:path";

/** A folder to write into. */
export interface MadeFolder {
  /** Removes what was created and is empty. It is also called if the process exits before. */
  readonly removeIfEmpty: () => void;
}

/** Creates a folder and those above it, as far as they do not exist. */
export function makeFolder(folder: string): MadeFolder {
  const created = mkdirSync(folder, { recursive: true });
  if (created === undefined) return { removeIfEmpty: () => undefined };
  const top = resolve(created);
  const removeIfEmpty = (): void => {
    process.off("exit", removeIfEmpty);
    try {
      for (let path = resolve(folder); path.length >= top.length; path = dirname(path)) rmdirSync(path);
    } catch {
      // a folder that is not empty, or is gone, stays as it is
    }
  };
  process.once("exit", removeIfEmpty);
  return { removeIfEmpty };
}
