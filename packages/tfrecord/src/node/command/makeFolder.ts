import { mkdirSync, rmdirSync } from "node:fs";
import { dirname, resolve } from "node:path";

/** An output folder. */
export interface MadeFolder {
  /** Removes the created folders that are empty. Also called when the process exits. */
  readonly removeIfEmpty: () => void;
}

/** Creates a folder and its missing parents. */
export function makeFolder(folder: string): MadeFolder {
  const created = mkdirSync(folder, { recursive: true });
  if (created === undefined) return { removeIfEmpty: () => undefined };
  const top = resolve(created);
  const removeIfEmpty = (): void => {
    process.off("exit", removeIfEmpty);
    try {
      for (let path = resolve(folder); path.length >= top.length; path = dirname(path)) rmdirSync(path);
    } catch {
      // not empty, or removed already
    }
  };
  process.once("exit", removeIfEmpty);
  return { removeIfEmpty };
}
