import { sizeOf } from "@tensorloom/core/internal";
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { partition } from "../threads/partition.ts";
import { runJob } from "../threads/runJob.ts";
import { address, type WasmEngine } from "../wasm/wasmEngine.ts";

/** The sum of tensors of one shape: the first two, then each of the others. */
export function addAll(engine: WasmEngine, tensors: readonly TensorInfo[]): TensorInfo {
  const [{ shape }] = tensors;
  const sum = engine.makeOutput(shape, "float32");
  const to = address(engine, sum);
  const count = sizeOf(shape);
  const ranges = partition(engine, count, 16, count * 10);
  let from = address(engine, tensors[0]);
  for (const tensor of tensors.slice(1)) {
    const more = address(engine, tensor);
    const places = [from, more, to];
    const parts = ranges.map(([first, end]) => [...places.map((at) => at + first * 4), end - first]);
    runJob(engine, { kernel: "addRows", parts });
    from = to;
  }
  return sum;
}
