import { tensor2d } from "@tensorflow/tfjs-core";
import { input, model, type SymbolicTensor } from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { expect, it } from "vitest";
import { testOptions } from "../cli/testOptions.ts";
import { buildModel } from "../model.ts";
import { standardization, standardize } from "./standardize.ts";

it("subtracts the mean of the rows, and divides by their deviation", async () => {
  await useBackend("cpu");
  const rows = input({ shape: [2] });
  const head = model({ inputs: rows, outputs: standardization().apply(rows) as SymbolicTensor }); // symbolic in, symbolic out
  standardize(head, [Float32Array.of(1, 10), Float32Array.of(5, 30)]); // means 3 and 20, deviations 2 and 10
  const x = tensor2d([[3, 20], [7, 0]]); // prettier-ignore
  const y = head.predict(x);
  expect(Array.isArray(y) ? [] : Array.from(y.dataSync())).toEqual(
    [0, 0, 2, -2].map((value) => expect.closeTo(value, 2) as number),
  );
  x.dispose();
  head.dispose();
});

it("a head on frozen pretrained layers reads the middle stages: 80, 112 and 192 channels of B0", () => {
  const { network, backbone, whole, dispose } = buildModel(
    testOptions("--size", "32", "--data", "d", "--weights", "w"),
    ["no", "yes"],
  );
  expect(backbone.outputs[0].shape).toEqual([null, 80 + 112 + 192]);
  expect(network.outputs[0].shape).toEqual([null, 1280]);
  expect(whole.layers.some(({ name }) => name.startsWith("block7"))).toBe(false);
  dispose();
});
