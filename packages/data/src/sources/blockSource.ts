import type { Source } from "../source.ts";
import { readCount, readCounts, readState } from "../pass/stateFields.ts";
import type { BlockRecipe } from "./block.ts";
import { BlockPass } from "./blockPass.ts";

/**
 * Makes a source of the records in files, one file after another.
 *
 * Its state is a file, the start of a block in it, and a position in that block: a resume reads one block again.
 */
export function blockSource<T>(recipe: BlockRecipe<T>): Source<T> {
  const { label, size, files, fingerprint } = recipe;
  return {
    label,
    size,
    fingerprint,
    open({ state, epoch = 0 } = {}) {
      if (state === undefined) return new BlockPass(recipe, { at: 0, epoch, file: 0, block: [], skip: 0 });
      const place = readState(label, state, ["at", "block", "epoch", "file", "skip"]);
      return new BlockPass(recipe, {
        at: readCount(label, place, "at"),
        block: readCounts(label, place, "block"),
        epoch: readCount(label, place, "epoch"),
        file: readCount(label, place, "file", files),
        skip: readCount(label, place, "skip"),
      });
    },
  };
}
