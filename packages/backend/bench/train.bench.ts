import { profile, useBackend } from "@tensorloom/backend";
import { keras, type Load, msPerImage, network, print } from "./network.ts";

/** A training step of all of EfficientNet-B0 (Adam, binary cross-entropy) on wasm, one thread, and in Keras. */
const LOADS: readonly Load[] = [
  { size: 128, batch: 4 },
  { size: 224, batch: 2 },
];
const STEPS = 3;

await useBackend("wasm");
for (const load of LOADS) {
  const model = network(load);
  const ours = await msPerImage(load, STEPS, (x, y) => model.trainOnBatch(x, y));
  print("wasm", load, ours, ours);
  print("Keras, all cores", load, keras("train", load), ours);
  await msPerImage(load, 1, async (x, y) => {
    const { kernels, milliseconds } = await profile(() => model.trainOnBatch(x, y));
    const dearest = kernels
      .slice(0, 12)
      .map(({ kernel, calls, milliseconds: ms }) => [kernel, calls, Math.round(ms)]);
    process.stdout.write(
      `${JSON.stringify({ profile: "wasm", ...load, ms: Math.round(milliseconds), kernels: dearest })}\n`,
    );
  });
  model.dispose();
}
