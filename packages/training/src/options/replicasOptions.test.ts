import { expect, it } from "vitest";
import { resolveReplicas, warnOfReplicas } from "./replicasOptions.ts";

it("warns of more replicas than cores", () => {
  expect(warnOfReplicas("fit", resolveReplicas("fit", 32), 2)).toMatch(
    /^fit: 32 replicas on 2 cores are slower than 2/,
  );
  expect(warnOfReplicas("fit", resolveReplicas("fit", 2), 2)).toBeUndefined();
});
