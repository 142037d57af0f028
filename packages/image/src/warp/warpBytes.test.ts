import { describe, expect, it } from "vitest";
import { withoutKernels } from "../wasm/kernels.ts";
import type { AffineMatrix } from "./affineMatrix.ts";
import { warpAffine } from "./warpAffine.ts";

const image = {
  data: Uint8Array.from({ length: 3 * 40 * 70 }, (_, i) => (i * 53) ^ (i >> 6)),
  height: 40,
  width: 70,
  channels: 3,
};

const MATRICES: readonly AffineMatrix[] = [
  [0.9, 0.3, -7.3, -0.3, 0.9, 11.1],
  [1, 0, 0, 0, 1, 0],
  [1, 0, 0.5, 0, 1, -0.5],
  [-1, 0, 69, 0, -1, 39],
  [0, 0, 1e9, 0, 0, -1e9],
  [3, 0, -60, 0, 3, -40],
  [1e300, -1e300, 1e300, 1e308, 1e308, -1e308], // places overflow, so that some are not numbers
];

describe.each(["nearest", "bilinear"] as const)("a warp by %s", (method) => {
  it.each(["edge", "reflect", "mirror", "wrap", 0, 300, -1, 99.5] as const)(
    "has the same bytes in JavaScript, with %s outside",
    (outside) => {
      for (const matrix of MATRICES) {
        const warped = warpAffine(image, matrix, { method, outside });
        expect(withoutKernels(() => warpAffine(image, matrix, { method, outside }))).toEqual(warped);
      }
    },
  );
});
