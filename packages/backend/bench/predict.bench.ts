import { useBackend } from "@tensorloom/backend";
import "@tensorflow/tfjs-backend-wasm";
import { dispose, setBackend } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { keras, type Load, msPerImage, network, print } from "./network.ts";

/** A prediction of EfficientNet-B0 at 224x224 on wasm: tfjs's own kernels, then ours in their place, then Keras. */
const LOADS: readonly Load[] = [
  { size: 224, batch: 1 },
  { size: 224, batch: 8 },
];
const STEPS = 5;

async function measure(model: LayersModel, load: Load): Promise<number> {
  return msPerImage(load, STEPS, async (x) => {
    const y = model.predict(x);
    if (Array.isArray(y)) throw new Error("the network has one output");
    await y.data();
    dispose(y);
  });
}

await setBackend("wasm");
const model = network(LOADS[0]);
const stock = new Map<Load, number>();
for (const load of LOADS) stock.set(load, await measure(model, load));
await useBackend("wasm");
for (const load of LOADS) {
  const ours = await measure(model, load);
  print("wasm", load, ours, ours);
  print("wasm, tfjs's own kernels", load, stock.get(load), ours);
  print("Keras, all cores", load, keras("predict", load), ours);
}
