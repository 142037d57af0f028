import { errorMessage } from "@tensorloom/core/internal";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { CheckpointError } from "../checkpoint/checkpointError.ts";
import { openCheckpointFolder } from "../checkpoint/checkpointFolder.ts";
import { listStateless, type ResolvedCheckpoint } from "../checkpoint/checkpointOptions.ts";
import { type Checkpoints, openCheckpoints } from "../checkpoint/checkpoints.ts";
import { listDifferences } from "../checkpoint/differences.ts";
import { createCheckpointTimer } from "../checkpoint/dueCheckpoint.ts";
import type { ResolvedFitOptions } from "../options/fitOptions.ts";
import { describePlace, describeRun } from "./describeRun.ts";
import type { DataPosition, EpochIterator } from "./epochIterator.ts";
import { isFinished, type RunState } from "./runState.ts";
import { collectRun, localizeRun, type RunParts, type SavedRun } from "./savedRun.ts";

/** Writes the checkpoints of a run, and has read the one that it continues from. */
export interface Checkpointer {
  /** The run to continue; `undefined` to start from the beginning. */
  readonly saved: SavedRun | undefined;
  /** The same with the names of variables that are the same in every process. */
  readonly found: SavedRun | undefined;
  /** Number of steps in the newest checkpoint; 0 without one. */
  readonly writtenSteps: number;
  /** Warns if the run computes elsewhere than before. Call it when the engine is known; only the first call counts. */
  comparePlace(state: RunState): void;
  /** Begins to write checkpoints of these parts. */
  attach(parts: RunParts & { readonly batches: EpochIterator<unknown> }): RunCheckpoints;
}

/** Writes the checkpoints of a run when they are due. Writing happens in the background. */
export interface RunCheckpoints {
  /** Call it after each step and its callbacks. */
  afterStep(): Promise<void>;
  /** Call it after each epoch and its callbacks. */
  afterEpoch(): Promise<void>;
  /** Writes the state after the last whole step, unless it is the last checkpoint's. */
  afterAbort(): Promise<void>;
  /** Waits for a checkpoint that is being written; that it fails is not the first error of the run. */
  afterFailure(): Promise<void>;
  /** Waits until the last checkpoint is written. */
  finish(): Promise<void>;
}

/**
 * Opens the folder of a run, and reads the newest intact checkpoint if the run is to be resumed.
 *
 * @throws CheckpointError if the checkpoint is of another run, or the folder has some and `resume` is not set;
 * FileWriteError if the folder cannot be written.
 */
export async function openCheckpointer(
  model: LayersModel,
  options: ResolvedFitOptions,
  { folder, keep, every, clock, resume }: ResolvedCheckpoint,
): Promise<Checkpointer> {
  const checkpoints = openCheckpoints(await openCheckpointFolder(folder), keep);
  const description = describeRun(model, options);
  const found = await readSaved(options, checkpoints, { folder, resume, description });
  const saved = found && localizeRun(model, found);
  const canSaveWithinEpoch = listStateless(options.metrics).length === 0;
  let isCompared = saved === undefined;
  let [writtenSteps, writtenEpoch] = [saved?.state.steps ?? 0, saved?.state.epoch ?? 0];

  function attach({
    batches,
    ...parts
  }: RunParts & { readonly batches: EpochIterator<unknown> }): RunCheckpoints {
    const { state, average } = parts;
    const timer = createCheckpointTimer({ every, clock });
    let position: DataPosition | undefined = saved?.data;
    let positionSteps = state.steps;

    async function write(): Promise<void> {
      timer.begin();
      await checkpoints.write(state.steps, async () => ({
        run: description,
        place: describePlace(options, state),
        ...(await collectRun(parts, position)),
      }));
      [writtenSteps, writtenEpoch] = [state.steps, state.epoch];
    }
    return {
      async afterStep() {
        position = batches.position();
        positionSteps = state.steps;
        if (canSaveWithinEpoch && timer.isDueAfterStep(state.steps, checkpoints.isWriting)) await write();
      },
      async afterEpoch() {
        const isDue = timer.isDueAfterEpoch(state.epoch, checkpoints.isWriting);
        if (!isDue && !isFinished(state, options)) return;
        average?.useTrained();
        await write();
      },
      async afterAbort() {
        const isNew = writtenSteps !== state.steps || writtenEpoch !== state.epoch;
        const isWhole = positionSteps === state.steps && (canSaveWithinEpoch || state.running === undefined);
        if (isNew && isWhole) {
          average?.useTrained();
          await write();
        }
        await checkpoints.finish();
      },
      afterFailure: () => checkpoints.finish().catch(() => undefined),
      finish: () => checkpoints.finish(),
    };
  }
  return {
    saved,
    found,
    get writtenSteps() {
      return writtenSteps;
    },
    comparePlace(state) {
      if (isCompared || saved === undefined) return;
      isCompared = true;
      const differences = listDifferences(describePlace(options, state), saved.place);
      if (differences.length > 0)
        options.onWarning(`fit: resume: the numbers will differ by rounding: ${differences.join("; ")}`);
    },
    attach,
  };
}

interface SavedRequest {
  readonly folder: string;
  readonly resume: boolean;
  readonly description: object;
}

async function readSaved(
  options: ResolvedFitOptions,
  checkpoints: Checkpoints,
  { folder, resume, description }: SavedRequest,
): Promise<SavedRun | undefined> {
  if (!resume) {
    const newest = (await checkpoints.list()).at(0);
    if (newest === undefined) return undefined;
    throw new CheckpointError(
      folder,
      `has checkpoints of an earlier run (${newest}): pass resume: true to continue it, or another folder`,
    );
  }
  const found = await checkpoints.readNewest((damage) =>
    options.onWarning(`fit: checkpoint: ${folder}: ${damage}`),
  );
  if (found === undefined) return undefined;
  const saved = found as SavedRun; // its checksum says that a run of this version wrote it
  const differences = [...listDifferences(description, saved.run), ...checkEpochs(options, saved)];
  if (differences.length > 0)
    throw new CheckpointError(
      folder,
      "is of another run; use another folder, or undo what differs:",
      differences,
    );
  await checkPosition(folder, options, saved);
  return saved;
}

function checkEpochs({ epochs }: ResolvedFitOptions, { state }: SavedRun): readonly string[] {
  const begun = state.epoch + (state.running === undefined ? 0 : 1);
  return epochs < begun ? [`epochs is ${String(epochs)}, but ${String(begun)} have begun`] : [];
}

/** @throws CheckpointError if the dataset refuses the position. */
async function checkPosition(
  folder: string,
  { train }: ResolvedFitOptions,
  { data }: SavedRun,
): Promise<void> {
  if (data === undefined) return;
  try {
    await train.open({ state: data.state }).close();
  } catch (error) {
    const what = `is of another pipeline: ${errorMessage(error)}`;
    throw new CheckpointError(folder, what, [], { cause: error });
  }
}
