import { backend } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../engine/useBackend.ts";
import type { KernelModule } from "../wasm/kernelExports.ts";
import { kernelModule } from "../wasm/kernelModule.ts";
import { type WasmEngine, wasmEngine } from "../wasm/wasmEngine.ts";

const CHANNELS = 2;
const HEIGHT = 40;
const WIDTHS = Array.from({ length: 180 }, (_, index) => 1 + 6 * index + (index % 6)); // 1 to 1080, of every remainder
const CANARY = 0xab;

/** As XNNPACK and TensorFlow place "same" padding: the smaller half first. */
function samePadding(side: number, taps: number, stride: number): number {
  const out = Math.ceil(side / stride);
  return Math.max(0, (out - 1) * stride + taps - side) >> 1;
}

describe("a depthwise kernel writes nothing outside its scratch", () => {
  let engine: WasmEngine;
  let module: KernelModule;
  beforeAll(async () => {
    await useBackend("wasm");
    engine = wasmEngine(backend());
    module = kernelModule(engine);
  });

  it.each([
    [3, 1],
    [5, 1],
    [5, 2],
  ])("%i taps a side, stride %i, at any width", (taps, stride) => {
    const overrun: string[] = [];
    const { wasm } = engine;
    const most = 4 * CHANNELS * HEIGHT * Math.max(...WIDTHS);
    const [x, y, filter] = [most, most, 4 * CHANNELS * taps * taps].map((bytes) => wasm._malloc(bytes) >>> 0);
    for (const width of WIDTHS) {
      const [top, left] = [samePadding(HEIGHT, taps, stride), samePadding(width, taps, stride)];
      const [outHeight, outWidth] = [Math.ceil(HEIGHT / stride), Math.ceil(width / stride)];
      module.geometry(
        1,
        HEIGHT,
        width,
        CHANNELS,
        outHeight,
        outWidth,
        taps,
        taps,
        stride,
        stride,
        1,
        1,
        top,
        left,
      );
      const bytes = module.depthwiseBlocksScratch();
      const scratch = wasm._malloc(bytes + 4096) >>> 0;
      const behind = new Uint8Array(wasm.asm.memory.buffer, scratch + bytes, 4096);
      const works = {
        forward: () => {
          module.depthwiseBlocks(x, filter, y, 0, 0, scratch, 0, CHANNELS);
        },
        inputGradient: () => {
          module.depthwiseBlocksInputGradient(y, filter, x, scratch, 0, CHANNELS);
        },
        filterGradient: () => {
          module.depthwiseBlocksFilterGradient(x, y, filter, scratch, 0, CHANNELS);
        },
      };
      for (const [name, work] of Object.entries(works)) {
        behind.fill(CANARY);
        work();
        if (behind.some((byte) => byte !== CANARY)) overrun.push(`${name} at width ${String(width)}`);
      }
      wasm._free(scratch);
    }
    for (const block of [x, y, filter]) wasm._free(block);
    expect(overrun).toEqual([]);
  });
});
