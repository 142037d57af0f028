import { layers, sequential } from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { range, stack } from "@tensorloom/data";
import { binaryCrossEntropy, countReplicas, fit, processRank, TerminatedError } from "@tensorloom/training";
import { progressBar, saveModel } from "@tensorloom/training/node";

await useBackend("wasm");
const replicas = countReplicas("all"); // of all machines
const point = (n: number) => ({ inputs: Float32Array.of(Math.sin(n * n), n % 3), targets: n % 2 });
const rows = range(4000).shuffle({ seed: 1 }).map(point);
const model = sequential({ layers: [layers.dense({ units: 1, activation: "sigmoid", inputShape: [2] })] });
try {
  await fit(model, {
    train: rows.batch(8 * replicas, { collate: stack }).prefetch(2),
    epochs: Number(process.argv[2] ?? 3),
    loss: binaryCrossEntropy(),
    schedule: 0.001 * replicas,
    callbacks: [progressBar()],
    checkpoint: { folder: "runs/points", every: { seconds: 60 } },
    resume: true,
    replicas: "all",
  });
  if (processRank().rank === 0) await saveModel(model, "runs/model");
} catch (error) {
  if (!(error instanceof TerminatedError)) throw error;
  console.error(error.message);
  process.exitCode = 143;
}
