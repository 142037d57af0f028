import type { LayersModel } from "@tensorflow/tfjs-layers";
import { decodeCheckpoint, encodeCheckpoint } from "../checkpoint/checkpointFile.ts";
import type { ResolvedCheckpoint } from "../checkpoint/checkpointOptions.ts";
import type { ResolvedFitOptions } from "../options/fitOptions.ts";
import { broadcastBytes } from "../ranks/exchange.ts";
import type { Ranks } from "../ranks/ranks.ts";
import { onFirst } from "../ranks/together.ts";
import { type Checkpointer, openCheckpointer } from "./checkpointer.ts";
import { localizeRun, type SavedRun } from "./savedRun.ts";

/**
 * Opens the folder of a run on rank 0, and sends the newest checkpoint to all ranks.
 *
 * Rank 0 alone reads and writes the folder, so the machines need not share it. A checkpoint says nothing of the ranks: any
 * number of them continues the run.
 */
export async function openSharedCheckpointer(
  model: LayersModel,
  options: ResolvedFitOptions,
  checkpoint: ResolvedCheckpoint,
  ranks: Ranks | undefined,
): Promise<Checkpointer> {
  if (ranks === undefined) return openCheckpointer(model, options, checkpoint);
  const own = await onFirst(ranks, () => openCheckpointer(model, options, checkpoint));
  const found = own?.found === undefined ? undefined : joinChunks(encodeCheckpoint(own.found, unchecked));
  const bytes = broadcastBytes(ranks, found);
  if (own !== undefined) return own;
  const saved = bytes.length === 0 ? undefined : (decodeCheckpoint(bytes, unchecked) as SavedRun); // rank 0 has encoded one
  return followingCheckpointer(saved && localizeRun(model, saved), saved);
}

/** The file has been checked, and MPI delivers what was sent. */
const unchecked = (): number => 0;

/** The checkpointer of a rank that writes nothing. */
function followingCheckpointer(saved: SavedRun | undefined, found: SavedRun | undefined): Checkpointer {
  let state = { steps: saved?.state.steps ?? 0 };
  const nothing = (): Promise<void> => Promise.resolve();
  return {
    saved,
    found,
    get writtenSteps() {
      return state.steps;
    },
    comparePlace: () => undefined,
    attach(parts) {
      ({ state } = parts);
      return {
        afterStep: nothing,
        afterEpoch: nothing,
        afterAbort: nothing,
        afterFailure: nothing,
        finish: nothing,
      };
    },
  };
}

function joinChunks(chunks: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
