import { describe, expect, it } from "vitest";
import type { KernelCall } from "./kernelCall.ts";
import { workOf } from "./kernelWork.ts";
import { rooflineTable } from "./rooflineTable.ts";

function call(
  kernel: string,
  inputs: Readonly<Record<string, readonly number[]>>,
  output: readonly number[],
  { milliseconds = 1, ...attributes }: Readonly<Record<string, unknown>> & { milliseconds?: number } = {},
): KernelCall {
  const floats = (shape: readonly number[]) => ({ shape, dtype: "float32" });
  const operands = Object.fromEntries(Object.entries(inputs).map(([name, shape]) => [name, floats(shape)]));
  return { kernel, inputs: operands, attributes, outputs: [floats(output)], milliseconds };
}

const IMAGE = [1, 4, 4, 3];

describe("workOf", () => {
  it.each([
    ["Conv2D", { x: IMAGE, filter: [3, 3, 3, 8] }, [1, 2, 2, 8], {}, 2 * 32 * 27],
    [
      "TensorloomConvolution",
      { x: IMAGE, filter: [1, 1, 3, 8], bias: [8] },
      [1, 4, 4, 8],
      { activation: "swish" },
      2 * 128 * 3 + 34 * 128,
    ],
    [
      "TensorloomConvolution",
      { x: IMAGE, filter: [3, 3, 3, 1] },
      [1, 4, 4, 3],
      { depthwise: true },
      2 * 48 * 9,
    ],
    ["Conv2DBackpropInput", { dy: [1, 2, 2, 8], filter: [3, 3, 3, 8] }, IMAGE, {}, 2 * 32 * 27],
    ["Conv2DBackpropFilter", { x: IMAGE, dy: [1, 2, 2, 8] }, [3, 3, 3, 8], {}, 2 * 32 * 27],
    ["DepthwiseConv2dNativeBackpropFilter", { x: IMAGE, dy: IMAGE }, [3, 3, 3, 1], {}, 2 * 48 * 9],
    ["_FusedMatMul", { a: [2, 5], b: [5, 7] }, [2, 7], {}, 2 * 2 * 5 * 7],
    ["BatchMatMul", { a: [5, 2], b: [5, 7] }, [2, 7], { transposeA: true }, 2 * 2 * 5 * 7],
    // 3 images of 4 pixels and 5 channels: the products, and for each image a filter [5, 7] times the gate
    [
      "TensorloomGatedProjection",
      { x: [3, 2, 2, 5], gate: [3, 5], filter: [1, 1, 5, 7] },
      [3, 2, 2, 7],
      {},
      2 * 12 * 5 * 7 + 3 * 35,
    ],
    [
      "TensorloomGatedProjectionGradient",
      { x: [3, 2, 2, 5], gate: [3, 5], filter: [1, 1, 5, 7], dy: [3, 2, 2, 7] },
      [3, 5],
      {},
      2 * 12 * 5 * 7 + 4 * 3 * 35,
    ],
    [
      "TensorloomGatedProjectionInputGradient",
      { x: [3, 2, 2, 5], gate: [3, 5], filter: [1, 1, 5, 7], dy: [3, 2, 2, 7], shift: [3, 5] },
      [3, 2, 2, 5],
      {},
      2 * 12 * 5 * 7 + 3 * 35,
    ],
    // the activation is that of the input, which is larger than the output
    [
      "TensorloomNormalizedDepthwise",
      { x: IMAGE, filter: [3, 3, 3, 1] },
      [1, 2, 2, 3],
      { activation: "swish" },
      2 * 12 * 9 + 34 * 48,
    ],
    [
      "TensorloomNormalizedDepthwiseFilterGradient",
      { x: IMAGE, dy: [1, 2, 2, 3] },
      [3, 3, 3, 1],
      { activation: "swish" },
      2 * 12 * 9 + 34 * 48,
    ],
    ["TensorloomImageDots", { x: IMAGE, y: IMAGE }, [1, 3], {}, 2 * 48],
    ["product", { a: [5, 2], b: [2, 7] }, [5, 7], { activation: "swish" }, 2 * 70 + 34 * 35],
    ["depthwise", { x: IMAGE, filter: [3, 3, 3, 1] }, IMAGE, { depthwise: true }, 2 * 48 * 9],
    ["Add", { a: [10], b: [10] }, [10], {}, 0],
  ])("counts the operations of %s of %j", (kernel, inputs, output, attributes, flops) => {
    expect(workOf(call(kernel, inputs, output, attributes)).flops).toBe(flops);
  });

  it("counts what is read and written, an updated tensor twice, a view not at all", () => {
    expect(workOf(call("Add", { a: [10], b: [10] }, [10])).bytes).toBe(120);
    expect(workOf(call("TensorloomUpdate", { weight0: [10], gradient0: [10] }, [0])).bytes).toBe(120);
    expect(workOf(call("Reshape", { x: [10] }, [5, 2])).bytes).toBe(0);
  });
});

describe("rooflineTable", () => {
  // 2 * 200 * 100 * 50 operations are 2 ms at a gigaflop a second; 140 kB are 0.14 ms at one gigabyte a second.
  const product = call("_FusedMatMul", { a: [200, 100], b: [100, 50] }, [200, 50], { milliseconds: 3 });
  // 1.2 MB are 1.2 ms.
  const sum = call("Add", { a: [100_000], b: [100_000] }, [100_000], { milliseconds: 4 });
  const rates = { gflops: 1, gigabytes: 1 };

  it("takes the larger of both floors, and the median step; what loses most comes first", () => {
    const slow = { ...sum, milliseconds: 90 };
    const rows = rooflineTable([[product, sum, sum], [product, sum, sum], [slow]], rates);
    expect(rows).toMatchObject([
      { kernel: "Add", shape: "100000", ms: 8 },
      { kernel: "_FusedMatMul", shape: "200x100", ms: 3 },
    ]);
    expect(rows[0].floorMs).toBeCloseTo((5 * 1.2) / 3, 9);
    expect(rows[1].floorMs).toBeCloseTo((2 * 2) / 3, 9);
  });

  it("names windows, strides and channels of convolutions, and merges shapes if asked", () => {
    const dense = call("Conv2D", { x: [2, 8, 8, 3], filter: [3, 3, 3, 16] }, [2, 4, 4, 16], {
      strides: [2, 2],
    });
    const depthwise = call(
      "TensorloomConvolution",
      { x: [2, 4, 4, 16], filter: [5, 5, 16, 1] },
      [2, 4, 4, 16],
      {
        depthwise: true,
        activation: "swish",
      },
    );
    const labels = rooflineTable([[dense, depthwise]], rates).map(
      ({ kernel, shape }) => `${kernel}: ${shape}`,
    );
    expect(labels.sort()).toEqual([
      "Conv2D: 2x8x8 3x3/2 3>16",
      "TensorloomConvolution depthwise swish: 2x4x4 5x5 16",
    ]);
    const small = call("Add", { a: [1], b: [1] }, [1]);
    expect(rooflineTable([[sum, small]], rates, "kernel")).toMatchObject([
      { kernel: "Add", shape: "", ms: 5 },
    ]);
  });
});
