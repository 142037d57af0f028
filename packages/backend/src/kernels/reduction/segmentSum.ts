import { sizeOf } from "@tensorloom/core/internal";
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { address, type WasmEngine } from "../wasm/wasmEngine.ts";

/**
 * Sums the rows of `x` by their segment, as the gradient of a gather needs: [numSegments, ...rest of x].
 *
 * Rows whose id is out of range are dropped.
 */
export function segmentSum(
  engine: WasmEngine,
  x: TensorInfo,
  segmentIds: TensorInfo,
  numSegments: number,
): TensorInfo {
  const inner = x.shape.slice(segmentIds.shape.length);
  const size = sizeOf(inner);
  const count = sizeOf(segmentIds.shape);
  const y = engine.makeOutput([numSegments, ...inner], x.dtype);
  // Views are taken last: making the output may have moved the memory to a larger buffer.
  const { buffer } = engine.wasm.asm.memory;
  const Values = x.dtype === "int32" ? Int32Array : Float32Array;
  const from = new Values(buffer, address(engine, x), count * size);
  const ids = new Int32Array(buffer, address(engine, segmentIds), count);
  const to = new Values(buffer, address(engine, y), numSegments * size).fill(0);
  ids.forEach((segment, row) => {
    if (segment < 0 || segment >= numSegments) return;
    for (let i = 0; i < size; i++) to[segment * size + i] += from[row * size + i];
  });
  return y;
}
