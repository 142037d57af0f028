/**
 * Whether exported EfficientNets predict on ONNX Runtime what the models predict: B0 to B7, random weights and statistics.
 *
 * npm run bench -- export
 *
 * VARIANTS=B0,B3 and SIDE=64 (the default) choose the networks. onnxruntime-web runs them on WebAssembly.
 */
import { dispose } from "@tensorflow/tfjs-core";
import { useBackend } from "@tensorloom/backend";
import { buildEfficientNet } from "@tensorloom/efficientnet";
import { exportOnnx } from "@tensorloom/onnx";
import { measureMs, print, round } from "../../../../.config/bench/measure.ts";
import { predictionOf, randomInputs, relativeError } from "../../../onnx/fixtures/predictions.ts";
import { randomWeights } from "../../../onnx/fixtures/randomWeights.ts";
import { runOnWeb } from "../../../onnx/fixtures/runOnWeb.ts";

const VARIANTS = ["B0", "B1", "B2", "B3", "B4", "B5", "B6", "B7"] as const;
const side = Number(process.env["SIDE"] ?? 64);
const chosen = process.env["VARIANTS"]?.split(",");

await useBackend("wasm");
for (const variant of VARIANTS.filter((each) => chosen?.includes(each) ?? true)) {
  const model = randomWeights(
    buildEfficientNet(variant, {
      preprocessing: "imagenet",
      inputShape: [side, side, 3],
      classes: 10,
      initialWeights: "zeros",
    }),
  );
  const inputs = randomInputs(model, { batch: 2 });
  let bytes = new Uint8Array();
  const ms = await measureMs(async () => {
    bytes = await exportOnnx(model);
  });
  const error = relativeError(await runOnWeb(bytes, inputs), predictionOf(model, inputs));
  print({
    bench: "export",
    variant,
    side,
    megabytes: round(bytes.length / 1e6),
    ms: round(ms),
    error: round(error),
  });
  if (!(error < 1e-5)) process.exitCode = 1;
  dispose([...inputs]);
  model.dispose();
}
