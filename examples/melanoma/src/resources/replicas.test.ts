import { expect, it } from "vitest";
import { checkReplicas, chooseReplicas } from "./replicas.ts";

it.each([
  ["one per core on wasm", undefined, 32, "wasm", "tfjs", 4, 4],
  ["at least four images each", undefined, 8, "wasm", "tfjs", 16, 2],
  ["one for a small batch", undefined, 3, "wasm", "tfjs", 2, 1],
  ["one if the backend uses all cores itself", undefined, 32, "tensorflow", "tfjs", 8, 1],
  ["one on ONNX Runtime, which uses all cores itself", undefined, 32, "wasm", "onnxruntime", 8, 1],
  ["the number of --replicas", 3, 8, "cpu", "tfjs", 2, 3],
] as const)("%s", (_name, replicas, batch, backend, engine, cores, expected) => {
  expect(chooseReplicas({ replicas, batch }, backend, engine, cores)).toBe(expected);
});

it("refuses more than two threads per core, and warns of more than one per core", () => {
  expect(() => checkReplicas({ replicas: 32 }, 2)).toThrow(
    "--replicas must be at most 4, two per core, got 32: this machine has 2 cores",
  );
  expect(checkReplicas({ replicas: 3 }, 2)).toBe(
    "--replicas 3: this machine has 2 cores, so more threads are slower",
  );
  expect(checkReplicas({ replicas: 2 }, 2)).toBeUndefined();
  expect(checkReplicas({ replicas: undefined }, 1)).toBeUndefined();
});
