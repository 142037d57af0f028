import { expect, it } from "vitest";
import { checkSameFlags, repeatedFlags, listFlagDifferences } from "./repeatedFlags.ts";

it("keeps the flags that a resumed run has to repeat", () => {
  const flags = new Map([
    ["batch", "8"],
    ["resume", ""],
    ["out", "out/run"],
    ["backend", "wasm"],
  ]);
  expect(repeatedFlags(flags)).toEqual({ batch: "8" });
});

it("lists what differs in the words of the command line", () => {
  const now = { batch: "4", seed: "1", recompute: "" };
  expect(listFlagDifferences(now, { batch: "8", seed: "1", rate: "0.1" })).toEqual([
    "--batch is 4, was 8",
    "--recompute is used, was not used",
    "--rate is not used, was 0.1",
  ]);
  expect(() => checkSameFlags("out/checkpoint", now, now)).not.toThrow();
  expect(() => checkSameFlags("out/checkpoint", now, { ...now, replicas: "2" })).toThrow(
    "out/checkpoint is of a run with other flags; use the same ones with --resume, or another --out:\n" +
      "  --replicas is not used, was 2",
  );
});
