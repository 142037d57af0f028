import { tidy } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Predictor as CompiledPredictor, Runtime } from "@tensorloom/onnx/internal";
import { type InputBatch, inputArrays, toArray } from "../batch/batch.ts";
import { applyFinalActivation, type LogitsArray, toLogits } from "../losses/logits.ts";
import { checkInputs } from "../step/forward.ts";
import { runOnnx } from "./runOnnx.ts";
import type { Predictor } from "./trainer.ts";

/** Predicts with ONNX Runtime. The model is compiled at the first batch, and again when its weights have changed. */
export function onnxPredictor(caller: string, model: LayersModel, runtime: Runtime): Predictor {
  let compiling: Promise<CompiledPredictor> | undefined;

  /** Compiles the model once, also for passes that overlap. After a failure the next pass tries again. */
  function compile(): Promise<CompiledPredictor> {
    const compiled = import("@tensorloom/onnx/internal") // loads with the first batch
      .then(({ compilePredictor }) => compilePredictor(model, runtime));
    compiled.catch(() => (compiling = undefined));
    return compiled;
  }
  async function predictLogits(batch: InputBatch): Promise<LogitsArray> {
    const inputs = inputArrays(caller, batch);
    checkInputs(caller, model, inputs);
    return runOnnx(`${caller}: ${model.name}`, async () => {
      const compiled = await (compiling ??= compile());
      return { values: await compiled.run(inputs), activation: compiled.activation };
    });
  }
  return {
    predictLogits,
    async predictBatch(batch) {
      const logits = await predictLogits(batch);
      if (logits.activation === undefined) return logits.values;
      const outputs = tidy(() => applyFinalActivation(toLogits(logits)));
      try {
        return await toArray(outputs);
      } finally {
        outputs.dispose();
      }
    },
    async close() {
      const compiled = await compiling?.catch(() => undefined); // a failure has been thrown by its pass
      await compiled?.dispose();
    },
  };
}
