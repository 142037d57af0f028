import { fused, type Rank, tensor2d, variable } from "@tensorflow/tfjs-core";
import { useBackend } from "@tensorloom/backend";
import { describe, expect, it } from "vitest";
import { adam } from "./optimizers/adam.ts";

describe.each(["cpu", "wasm"] as const)("on %s an update of Adam", (backend) => {
  it("is seen by the next multiplication, every time", async () => {
    await useBackend(backend);
    const weight = variable<Rank>(tensor2d([1, 1], [2, 1]));
    const x = tensor2d([1, 1], [1, 2]);
    const update = adam({ beta1: 0, beta2: 0, epsilon: 0 }).begin(new Map([["w", weight]]));
    const gradient = tensor2d([1, 1], [2, 1]);
    const products: number[] = [];
    for (let step = 0; step < 4; step++) {
      const product = fused.matMul({ a: x, b: weight });
      products.push((await product.data())[0]);
      update.apply({ w: gradient }, 0.25);
    }
    expect(products).toEqual([2, 1.5, 1, 0.5]);
  });
});
