/**
 * Whether Keras loads what `writeKeras` writes, and predicts the same: random nestings of layers and an EfficientNet.
 *
 * TENSORLOOM_PYTHON=python3 npm run bench -- keras
 *
 * SEED=0 MODELS=30 (the defaults) choose the models.
 */
import { useBackend } from "@tensorloom/backend";
import { random } from "@tensorloom/core";
import { print } from "../../../../.config/bench/measure.ts";
import { inKeras, trainedIn } from "../keras/inKeras.ts";
import { randomModel } from "../../fixtures/randomModel.ts";

const python = process.env["TENSORLOOM_PYTHON"];
if (python === undefined) throw new Error("TENSORLOOM_PYTHON must name a Python that has Keras 3");
const count = Number(process.env["MODELS"] ?? 30);
await useBackend("wasm");
const first = Number(process.env["SEED"] ?? 0);
const models = Array.from({ length: count }, (_, at) => randomModel(random(first + at)));
const results = await inKeras(python, models, "h5");
for (const [at, result] of results.entries()) {
  const trainedHere = trainedIn(models[at]);
  print({ bench: "keras", seed: first + at, ...result, trainedHere });
  if (result.distance > 1e-5 || result.trainable !== trainedHere) process.exitCode = 1;
}
