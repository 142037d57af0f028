import { setBackend, tensor, tensor1d } from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { afterAll, describe, expect, it } from "vitest";
import { floatsOf } from "./floatsOf.ts";
import { useBackend } from "../engine/useBackend.ts";

describe.each(["cpu", "wasm"] as const)("the numbers of a tensor on %s", (name) => {
  afterAll(() => setBackend("cpu"));

  it("are the tensor's own", async () => {
    await useBackend(name);
    const x = tensor([1, 2, 3, 4], [2, 2]);
    expect([...floatsOf(x)]).toEqual([1, 2, 3, 4]);
    floatsOf(x)[3] = 9;
    expect(await x.array()).toEqual([
      [1, 2],
      [3, 9],
    ]);
    x.dispose();
  });

  it("are float32", async () => {
    await useBackend(name);
    expect(() => floatsOf(tensor1d([1], "int32"))).toThrow(
      new TypeError("floatsOf: expected a float32 tensor, got one of int32"),
    );
  });
});
