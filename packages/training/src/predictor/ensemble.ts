import { shapeText } from "@tensorloom/core/internal";
import type { NDArray } from "@tensorloom/data";
import type { InputBatch } from "../batch/batch.ts";
import { averageOutputs } from "../prediction/averageOutputs.ts";
import type { ResolvedEnsemble } from "../prediction/ensembleOptions.ts";
import type { Predictor } from "../strategies/trainer.ts";
import { createPredictor, type PredictorOptions } from "./createPredictor.ts";

/** Predicts batches, in the order of the source, with several models and views of each row. */
export interface Ensemble {
  /**
   * The outputs of each view by each model.
   *
   * @param check - Called with the batch as the models get it, once for each view.
   */
  predictParts(
    batch: InputBatch,
    check?: (batch: InputBatch) => void,
  ): Promise<readonly NDArray<Float32Array>[]>;
  close(): Promise<void>;
}

/** Creates a predictor for each model. They read each batch, and each view of it, together. */
export async function createEnsemble(
  caller: string,
  { models, views }: ResolvedEnsemble,
  options: PredictorOptions,
): Promise<Ensemble & { readonly predictors: readonly Predictor[] }> {
  const predictors: Predictor[] = [];
  let position = 0;
  const close = async (): Promise<void> => {
    for (const predictor of predictors) await predictor.close();
  };
  try {
    for (const model of models) predictors.push(await createPredictor(caller, model, options));
  } catch (error) {
    await close();
    throw error;
  }
  return {
    predictors,
    close,
    async predictParts(batch, check) {
      const parts: NDArray<Float32Array>[] = [];
      for (let at = 0; at < views.count; at++) {
        const view = await views.of(at, batch, position);
        check?.(view);
        for (const predictor of predictors) parts.push(await predictor.predictBatch(view));
      }
      checkSameShape(caller, parts, predictors.length);
      position += parts[0].shape[0];
      return parts;
    },
  };
}

function checkSameShape(caller: string, parts: readonly NDArray[], models: number): void {
  const expected = shapeText(parts[0].shape);
  const at = parts.findIndex(({ shape }) => shapeText(shape) !== expected);
  if (at < 0) return;
  const view = Math.floor(at / models);
  throw new RangeError(
    `${caller}: model[${String(at % models)}] returns outputs of shape ${shapeText(parts[at].shape)}` +
      `${view > 0 ? ` for view ${String(view)}` : ""}, and model[0] returns ${expected}`,
  );
}

/** A predictor whose outputs are the averages of an ensemble. One model that sees rows as they are predicts alone. */
export function averagedPredictor(
  caller: string,
  resolved: ResolvedEnsemble,
  ensemble: Ensemble & { readonly predictors: readonly Predictor[] },
): Predictor {
  if (resolved.models.length * resolved.views.count === 1) return ensemble.predictors[0];
  const predictBatch = async (batch: InputBatch): Promise<NDArray<Float32Array>> =>
    averageOutputs(caller, await ensemble.predictParts(batch), resolved);
  return {
    predictBatch,
    predictLogits: async (batch) => ({ values: await predictBatch(batch), activation: undefined }),
    close: () => ensemble.close(),
  };
}
