import { createHash } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { useBackend } from "@tensorloom/backend";
import { fromArray, type NDArray } from "@tensorloom/data";
import { foldBatchNorm, fuse } from "@tensorloom/graph";
import { binaryCrossEntropy, fit, predict } from "@tensorloom/training";
import { network } from "../engines/network.ts";

/** Prints a digest of predictions of B0, and of its weights after two train steps: programs that compute the same print the same. */
const [batch, size] = [3, 64];
const inputs: NDArray<Float32Array> = {
  data: Float32Array.from({ length: batch * size ** 2 * 3 }, (_, i) => (Math.sin(i * 0.37) + 1) / 2),
  shape: [batch, size, size, 3],
};
const targets = { data: Float32Array.of(0, 1, 0), shape: [batch, 1] };

await useBackend("wasm");
const model = network({ variant: "B0", size });
const digest = createHash("md5");
const add = ({ data }: NDArray): void => void digest.update(Buffer.from(Float32Array.from(data).buffer));
const folded = fuse(await foldBatchNorm(model));
// Often enough that V8 compiles the kernels for the last ones.
for (let round = 0; round < 3; round++) {
  for (const { outputs } of [await predict(folded, fromArray([{ inputs }]).repeat(8), { engine: "tfjs" })])
    add(outputs);
  await setTimeout(200);
}
await fit(model, {
  train: fromArray([{ inputs, targets }]).repeat(),
  epochs: 1,
  stepsPerEpoch: 2,
  loss: binaryCrossEntropy(),
  schedule: 1e-3,
  engine: "tfjs",
});
for (const weight of model.getWeights()) add({ data: weight.dataSync<"float32">(), shape: weight.shape });
process.stdout.write(`${digest.digest("hex")}\n`);
process.exit(0);
