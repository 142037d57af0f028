import { expect, it } from "vitest";
import { checkReplicas, chooseReplicas } from "./replicas.ts";

it.each([
  ["one per core on wasm", undefined, 32, "wasm", 4, 4],
  ["at least four images each", undefined, 8, "wasm", 16, 2],
  ["one for a small batch", undefined, 3, "wasm", 2, 1],
  ["one if the engine uses all cores itself", undefined, 32, "tensorflow", 8, 1],
  ["the number of --replicas", 3, 8, "cpu", 2, 3],
])("%s", (_name, replicas, batch, backend, cores, expected) => {
  expect(chooseReplicas({ replicas, batch }, backend, cores)).toBe(expected);
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
