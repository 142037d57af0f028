import { checkPlace } from "@tensorloom/core/internal";
import { trainableVariables } from "@tensorloom/graph/internal";
import type { Callback, TrainingRun } from "../callbacks/callback.ts";
import { createPrCurves } from "./prCurves.ts";
import type { Part, RunFiles } from "./runFiles.ts";
import type * as summaries from "./summaries.ts";
import { resolveTensorBoard, type TensorBoardOptions } from "./tensorBoardOptions.ts";
import { measurePace } from "../logs/pace.ts";

/** The files of a run that has begun, and what makes their events. */
interface Board {
  readonly files: RunFiles;
  readonly make: typeof summaries;
}

/**
 * Writes a run to event files for TensorBoard.
 *
 * `tensorboard --logdir runs` shows all runs in `runs/NAME`. As with Keras, the scalars of training and validation have
 * the same names, in the folders `train` and `validation`. All are plotted over the number of finished steps. A resumed
 * run hides what came after its checkpoint; a new run in the same folder hides the earlier one.
 *
 * | in TensorBoard | what |
 * | --- | --- |
 * | Scalars | `epoch/…`: all that the epochs log; `step/loss`, `step/learningRate`, `step/rowsPerSecond` |
 * | Histograms | `weights/…` and `gradients/…` by variable |
 * | Images | `images/inputs`, and those that `draw` returns |
 * | PR Curves | `pr/…` of the validation, one per class |
 * | HParams | the settings of the run, `batchSize` and your own hyperparameters |
 *
 * @param folder - The folder of the run: a path such as `runs/first`, or an address such as `s3://runs/first` or
 * `opfs:runs/first`, whose objects are written every 30 seconds and at the end.
 * @throws TypeError if `folder` is neither; RangeError if an option is out of its range.
 * @see Keras, `TensorBoard`
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { fromArray } from "@tensorloom/data";
 * import { fit, meanSquaredError } from "@tensorloom/training";
 * import { tensorBoard } from "@tensorloom/training/node";
 * import { mkdtempSync, readdirSync, rmSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [1] })] });
 * const batch = { inputs: { data: Float32Array.of(1), shape: [1, 1] }, targets: { data: Float32Array.of(1), shape: [1] } };
 * const folder = mkdtempSync(join(tmpdir(), "runs-"));
 * const callbacks = [tensorBoard(join(folder, "first"), { weightsEvery: 1, hyperparameters: { layers: 1 } })];
 * const data = fromArray([batch]);
 * await fit(model, { train: data, validation: data, epochs: 2, loss: meanSquaredError(), callbacks });
 * const parts = readdirSync(join(folder, "first"), { withFileTypes: true }).filter((one) => one.isDirectory());
 * rmSync(folder, { recursive: true });
 * parts.map(({ name }) => name).sort(); // => ["train", "validation"]
 * ```
 */
export function tensorBoard(folder: string, options: TensorBoardOptions = {}): Callback {
  const resolved = resolveTensorBoard(options);
  const { scalarsEvery, weightsEvery, gradientsEvery, images, draw, clock } = resolved;
  checkPlace("tensorBoard: folder", folder);
  const curves = resolved.prCurves && createPrCurves("tensorBoard", resolved.prCurves);
  let board: Board | undefined;
  let pace = measurePace();
  let steps = 0;
  let imagesOf = -1;
  let isListed = false;

  function opened(): Board {
    if (board === undefined) throw new Error("tensorBoard: no run has begun");
    return board;
  }

  async function listHyperparameters(run: TrainingRun, rows: number): Promise<void> {
    isListed = true;
    const all = { ...run.hyperparameters, batchSize: rows, ...resolved.hyperparameters };
    const { files, make } = opened();
    await files.write("", 0, [make.sessionStartSummary(all, clock() / 1000)]);
  }

  return {
    name: "tensorBoard",
    async onBegin({ loggedMetrics, resumedAt }) {
      const validates = loggedMetrics.some(({ name }) => name === "val_loss");
      if (curves !== undefined && !validates)
        throw new RangeError("tensorBoard: prCurves needs a validation dataset");
      [pace, steps, imagesOf, isListed] = [measurePace(), resumedAt?.steps ?? 0, -1, false];
      curves?.clear();
      const parts: readonly Part[] = validates ? ["", "train", "validation"] : ["", "train"];
      const purgeStep = resumedAt === undefined ? 0 : steps + 1;
      const make = await import("./summaries.ts");
      board = { make, files: await make.openRunFiles(folder, parts, { clock, purgeStep }) };
    },
    onEpochBegin() {
      pace.startEpoch(clock());
    },
    async onTrainBatch({ epoch, batch: { inputs } }) {
      if (images === 0 || epoch === imagesOf) return;
      imagesOf = epoch;
      const first = "shape" in inputs ? inputs : inputs[0];
      const { files, make } = opened();
      const grid = make.imageGrid("tensorBoard: images: the inputs", "images/inputs", first, images);
      await files.write("train", steps + 1, [grid]);
    },
    ...(gradientsEvery === Infinity
      ? {}
      : {
          async onGradients({ gradients }) {
            if ((steps + 1) % gradientsEvery !== 0) return;
            const { files, make } = opened();
            const found = await make.histograms("gradients", Object.entries(gradients));
            await files.write("train", steps + 1, found);
          },
        }),
    async onStepEnd({ loss, learningRate, rows }, run) {
      steps++;
      pace.endStep(clock(), rows);
      if (!isListed) await listHyperparameters(run, rows);
      if (steps % scalarsEvery !== 0) return;
      const { rowsPerSecond } = pace;
      const { files, make } = opened();
      await files.write("train", steps, [
        make.scalarSummary("step/loss", loss),
        make.scalarSummary("step/learningRate", learningRate),
        ...(rowsPerSecond === undefined ? [] : [make.scalarSummary("step/rowsPerSecond", rowsPerSecond)]),
      ]);
    },
    onValidationBatch({ batch, outputs }) {
      curves?.add(batch.targets, outputs);
    },
    async onEpochEnd(at, run) {
      const { files, make } = opened();
      const { train, validation } = make.epochScalars(at.logs, at.epoch);
      const drawn = Object.entries((await draw?.(at, run)) ?? {});
      const weights = (at.epoch + 1) % weightsEvery === 0 ? trainableVariables(run.model) : [];
      await files.write("train", at.steps, [
        ...train,
        ...(await make.histograms("weights", weights)),
        ...drawn.map(([name, image]) =>
          make.imageGrid(`tensorBoard: draw: ${name}`, `images/${name}`, image),
        ),
      ]);
      await files.write("validation", at.steps, [
        ...validation,
        ...(curves?.take(make.prCurveSummary) ?? []),
      ]);
    },
    async onEnd({ status }) {
      if (board === undefined) return;
      const { files, make } = board;
      try {
        if (isListed && status !== "aborted") {
          const end = make.sessionEndSummary(status === "failed" ? "failure" : "success", clock() / 1000);
          await files.write("", 0, [end]);
        }
      } finally {
        await files.close();
        board = undefined;
      }
    },
  };
}
