import { expect, it } from "vitest";
import { replicasOf } from "./replicas.ts";

it.each([
  ["as many as cores on wasm", undefined, 32, "wasm", 4, 4],
  ["no more than have four images each", undefined, 8, "wasm", 16, 2],
  ["one for a small batch", undefined, 3, "wasm", 2, 1],
  ["one where the engine takes all cores itself", undefined, 32, "tensorflow", 8, 1],
  ["what is asked for", 3, 8, "cpu", 2, 3],
])("%s", (_name, replicas, batch, backend, cores, expected) => {
  expect(replicasOf({ replicas, batch }, backend, cores)).toBe(expected);
});
