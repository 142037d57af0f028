import { describe, expect, it } from "vitest";
import { operatorTable } from "./operatorTable.ts";
import { readProfile } from "./profileEvents.ts";

const RATES = { gflops: 100, gigabytes: 10 };

function kernel(op: string, inputs: readonly (readonly number[])[], output: readonly number[], us = 1000) {
  const typed = (shape: readonly number[]) => ({ type: "float", shape });
  return { op, microseconds: us, inputs: inputs.map(typed), outputs: [typed(output)] };
}

describe("operatorTable", () => {
  it.each([
    [
      "MatMul",
      [
        [2, 3],
        [3, 5],
      ],
      [2, 5],
      2 * 2 * 3 * 5,
    ],
    [
      "FusedMatMul",
      [
        [3, 2],
        [3, 5],
      ],
      [2, 5],
      2 * 2 * 3 * 5,
    ],
    [
      "MatMul",
      [
        [7, 2, 3],
        [7, 3, 5],
      ],
      [7, 2, 5],
      7 * 2 * 2 * 3 * 5,
    ],
    [
      "MatMul",
      [
        [7, 2, 3],
        [3, 5],
      ],
      [7, 2, 5],
      7 * 2 * 2 * 3 * 5,
    ],
    [
      "Gemm",
      [
        [5, 3],
        [2, 3],
      ],
      [5, 2],
      2 * 2 * 3 * 5,
    ],
    [
      "Conv",
      [
        [1, 4, 6, 6],
        [8, 4, 3, 3],
      ],
      [1, 8, 4, 4],
      2 * 8 * 16 * 4 * 9,
    ],
    ["Add", [[10], [10]], [10], 0],
  ])("counts the operations of %s of %j", (op, inputs, output, flop) => {
    expect(operatorTable([kernel(op, inputs, output)], 1, RATES)[0].gflop * 1e9).toBeCloseTo(flop, 6);
  });

  it("counts no bytes for a change of the shape", () => {
    expect(operatorTable([kernel("Reshape", [[10, 10]], [100])], 1, RATES)[0].megabytes).toBe(0);
  });

  it("names kinds of convolutions", () => {
    const rows = operatorTable(
      [
        kernel(
          "Conv",
          [
            [1, 8, 6, 6],
            [8, 8, 1, 1],
          ],
          [1, 8, 6, 6],
        ),
        kernel(
          "Conv",
          [
            [1, 8, 6, 6],
            [8, 1, 3, 3],
          ],
          [1, 8, 4, 4],
        ),
        kernel(
          "Conv",
          [
            [1, 8, 6, 6],
            [8, 2, 3, 3],
          ],
          [1, 8, 4, 4],
        ),
        kernel(
          "Conv",
          [
            [1, 8, 56, 56],
            [8, 1, 56, 56],
          ],
          [1, 8, 1, 1],
        ),
      ],
      1,
      RATES,
    );
    expect(rows.map(({ operator }) => operator)).toEqual([
      "Conv 1x1",
      "Conv 3x3, depthwise",
      "Conv 3x3, grouped",
      "Conv image-sized, depthwise",
    ]);
  });

  it("sums by operator over the steps, the slowest first", () => {
    const rows = operatorTable(
      [
        kernel("Relu", [[1000]], [1000], 500),
        kernel("Add", [[1000], [1000]], [1000], 3000),
        kernel("Relu", [[1000]], [1000], 1500),
        kernel("Add", [[1000], [1000]], [1000], 1000),
      ],
      2,
      RATES,
    );
    // 12 kB at 10 GB/s are 0.0012 ms; 8 kB are 0.0008.
    expect(rows).toMatchObject([
      { operator: "Add", nodes: 1, ms: 2, gflop: 0, megabytes: 0.012 },
      { operator: "Relu", nodes: 1, ms: 1, gflop: 0, megabytes: 0.008 },
    ]);
    expect(rows[0].floorMs).toBeCloseTo(0.0012, 9);
    expect(rows[1].floorMs).toBeCloseTo(0.0008, 9);
  });
});

describe("readProfile", () => {
  it("leaves the first runs out", () => {
    const node = (ts: number, op: string) => ({
      cat: "Node",
      name: `${op}_kernel_time`,
      ts,
      dur: 7,
      args: {
        op_name: op,
        input_type_shape: [{ float: [2, 2] }, { int64: [2] }],
        output_type_shape: [{ float: [4] }],
      },
    });
    const events = [
      { cat: "Session", name: "session_initialization", ts: 0, dur: 9 },
      node(11, "Reshape"),
      { cat: "Session", name: "model_run", ts: 10, dur: 50 },
      node(101, "Reshape"),
      { cat: "Node", name: "Reshape_fence_before", ts: 102, dur: 1 },
      { cat: "Session", name: "model_run", ts: 100, dur: 4000 },
    ];
    expect(readProfile(JSON.stringify(events), 1)).toEqual({
      runMs: [4],
      kernels: [
        {
          op: "Reshape",
          microseconds: 7,
          inputs: [
            { type: "float", shape: [2, 2] },
            { type: "int64", shape: [2] },
          ],
          outputs: [{ type: "float", shape: [4] }],
        },
      ],
    });
  });
});
