import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import { buildEfficientNet, loadWeights } from "@tensorloom/efficientnet";
import { readWeights, writeKeras } from "@tensorloom/efficientnet/node";
import { measureMs, medianMs, print } from "../../../.config/bench/measure.ts";

/** How long it takes to build each variant, to write and read its weights as HDF5, and to run it on stock wasm at 224. */
tf.env().set("IS_TEST", true);
await tf.setBackend("wasm");
const folder = mkdtempSync(join(tmpdir(), "tensorloom-bench-"));

async function milliseconds(run: () => unknown): Promise<number> {
  return Math.round(await measureMs(run));
}

for (const variant of ["B0", "B3", "B7"] as const) {
  const options = { preprocessing: "unit", top: false, pooling: "avg", inputShape: [224, 224, 3] } as const;
  const path = join(folder, `${variant}.h5`);
  const drawn = buildEfficientNet(variant, options);
  const random = await milliseconds(() => buildEfficientNet(variant, options).dispose());
  const zeros = await milliseconds(() =>
    buildEfficientNet(variant, { ...options, initialWeights: "zeros" }).dispose(),
  );
  const write = await milliseconds(() => writeKeras(path, drawn));
  const read = await milliseconds(() => readWeights(path));
  const weights = await readWeights(path);
  const load = await milliseconds(() => loadWeights(drawn, weights));
  const image = tf.randomUniform([1, 224, 224, 3], 0, 255, "int32");
  const predict = (): unknown => tf.tidy(() => (drawn.predict(image) as tf.Tensor).dataSync());
  predict();
  const image224 = Math.round(await medianMs(predict));
  print({
    bench: "efficientnet",
    variant,
    unit: "ms",
    random,
    zeros,
    write,
    read,
    load,
    image224,
  });
  drawn.dispose();
  image.dispose();
}
rmSync(folder, { recursive: true });
