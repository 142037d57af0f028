/**
 * The memory that ONNX Runtime takes for a train step of EfficientNet-B0, and the estimate of `stepMemory`, in MB:
 * `npm run bench -- engineMemory`.
 */
import { useBackend } from "@tensorloom/backend";
import { fromArray } from "@tensorloom/data";
import { buildEfficientNet } from "@tensorloom/efficientnet";
import { stepMemory } from "@tensorloom/graph";
import { binaryCrossEntropy, fit } from "@tensorloom/training";
import { print } from "../../../../.config/bench/measure.ts";

const megabytes = (bytes: number): number => Math.round(bytes / 2 ** 20);

await useBackend("wasm");
/** The smaller one first, since the peak of a process never falls. */
for (const [rows, side] of [
  [4, 128],
  [8, 224],
]) {
  const inputShape = [side, side, 3] as const;
  const model = buildEfficientNet("B0", { preprocessing: "none", classes: 1, inputShape });
  const size = rows * side * side * 3;
  const batch = {
    inputs: {
      data: Float32Array.from({ length: size }, (_, at) => Math.sin(at)),
      shape: [rows, ...inputShape],
    },
    targets: { data: Float32Array.from({ length: rows }, (_, at) => at % 2), shape: [rows] },
  };
  const before = process.memoryUsage().rss;
  const train = fromArray([batch, batch, batch]);
  await fit(model, { train, epochs: 1, loss: binaryCrossEntropy(), engine: "onnxruntime" });
  const taken = process.resourceUsage().maxRSS * 1024 - before;
  const estimate = stepMemory(model, { batch: rows }).total;
  print({ rows, side, takenMB: megabytes(taken), estimateMB: megabytes(estimate) });
}
