import { expect, it } from "vitest";
import { replicasPlan, replicasWarning } from "./replicasOptions.ts";

it("warns of more replicas than cores", () => {
  expect(replicasWarning("fit", replicasPlan("fit", 32), 2)).toMatch(
    /^fit: 32 replicas on 2 cores are slower than 2/,
  );
  expect(replicasWarning("fit", replicasPlan("fit", 2), 2)).toBeUndefined();
});
