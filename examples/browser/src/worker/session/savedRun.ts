import type { PictureFile } from "../../messages/pictures.ts";
import type { TrainSettings } from "../../messages/settings.ts";
import { openStore } from "./openStore.ts";

/** What a later visit needs to continue a run, beside its checkpoints. */
export interface SavedRunFiles {
  readonly settings: TrainSettings;
  readonly files: readonly PictureFile[];
}

const KEY = "run";
/** The folder of the checkpoints in the browser's own file system. */
const FOLDER = "tensorloom-page";

/** The address of a stage's checkpoints. */
export function checkpointFolder(stage: number): string {
  return `opfs:${FOLDER}/stage-${String(stage)}`;
}

/**
 * Keeps the pictures and the settings of the run that begins, in place of the last run.
 *
 * @returns Whether the browser can keep them; it cannot in some private windows, or on a full disk.
 */
export async function saveRun(run: SavedRunFiles): Promise<boolean> {
  try {
    await forgetRun();
    await (await openStore()).write(KEY, run);
    return true;
  } catch {
    return false;
  }
}

/** The run that was kept last; undefined without one. */
export async function loadRun(): Promise<SavedRunFiles | undefined> {
  try {
    return (await (await openStore()).read(KEY)) as SavedRunFiles | undefined; // of `saveRun`
  } catch {
    return undefined; // a window in which the browser keeps nothing
  }
}

/** Forgets it, with its checkpoints. */
export async function forgetRun(): Promise<void> {
  await (await openStore()).delete(KEY);
  const root = await navigator.storage.getDirectory();
  await root.removeEntry(FOLDER, { recursive: true }).catch((error: unknown) => {
    if (!(error instanceof DOMException && error.name === "NotFoundError")) throw error;
  });
}
