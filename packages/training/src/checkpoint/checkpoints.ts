import { errorMessage } from "@tensorloom/core/internal";
import { CheckpointError } from "./checkpointError.ts";
import { decodeCheckpoint, encodeCheckpoint } from "./checkpointFile.ts";
import type { CheckpointStore } from "./checkpointStore.ts";

/** The checkpoints of one run, in a store. */
export interface Checkpoints {
  /** The names of the files, the newest first. */
  list(): Promise<readonly string[]>;
  /**
   * Reads the newest checkpoint that is intact; `undefined` if the folder has no checkpoint.
   *
   * @param onDamaged - Called with a sentence for each newer one that is damaged.
   * @throws CheckpointError if all are damaged.
   */
  readNewest(onDamaged: (message: string) => void): Promise<unknown>;
  /** Whether the last checkpoint is still being written. */
  readonly isWriting: boolean;
  /**
   * Writes a checkpoint in the background, after the one before it. Resolves when writing begins.
   *
   * @param collect - Copies the state; called when no other copy is in memory.
   * @throws Error if the one before it could not be written.
   */
  write(steps: number, collect: () => Promise<object>): Promise<void>;
  /** Waits for the last checkpoint. @throws Error if it could not be written. */
  finish(): Promise<void>;
}

const NAME = /^checkpoint-(\d{8,})\.safetensors$/;

/** The file of the checkpoint after so many steps. */
function checkpointName(steps: number): string {
  return `checkpoint-${String(steps).padStart(8, "0")}.safetensors`;
}

/**
 * Opens the checkpoints of a store.
 *
 * @param keep - How many of the newest stay when another one has been written.
 */
export function openCheckpoints(store: CheckpointStore, keep: number): Checkpoints {
  let writing: Promise<void> | undefined;
  let failure: { readonly error: unknown } | undefined;

  async function list(): Promise<readonly string[]> {
    const numbered = (await store.list()).flatMap((name) => {
      const steps = NAME.exec(name)?.[1];
      return steps === undefined ? [] : [{ name, steps: Number(steps) }];
    });
    return numbered.sort((a, b) => b.steps - a.steps).map(({ name }) => name);
  }
  async function write(steps: number, chunks: readonly Uint8Array[]): Promise<void> {
    const own = checkpointName(steps);
    await store.write(own, chunks);
    const names = await list();
    const others = names.slice(names.indexOf(own)); // newer ones were damaged
    const newer = names.slice(0, names.indexOf(own));
    for (const name of [...newer, ...others.slice(keep)]) await store.remove(name);
  }
  async function finish(): Promise<void> {
    await writing;
    if (failure !== undefined) throw failure.error;
  }
  return {
    list,
    async readNewest(onDamaged) {
      const damaged: string[] = [];
      for (const name of await list())
        try {
          const state = decodeCheckpoint(await store.read(name), (chunk, before) =>
            store.crc32(chunk, before),
          );
          if (damaged.length > 0) onDamaged(`${damaged.join("; ")}; the run continues from ${name}`);
          return state;
        } catch (error) {
          damaged.push(`${name} is damaged: ${errorMessage(error)}`);
        }
      if (damaged.length === 0) return undefined;
      throw new CheckpointError(store.folder, `has no intact checkpoint: ${damaged.join("; ")}`);
    },
    get isWriting() {
      return writing !== undefined;
    },
    async write(steps, collect) {
      await finish();
      const chunks = encodeCheckpoint(await collect(), (chunk, before) => store.crc32(chunk, before));
      writing = write(steps, chunks)
        .catch((error: unknown) => {
          failure = { error };
        })
        .finally(() => {
          writing = undefined;
        });
    },
    finish,
  };
}
