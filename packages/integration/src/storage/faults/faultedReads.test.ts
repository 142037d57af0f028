import { expect, it } from "vitest";
import { FAULTS } from "./fault.ts";
import { runFaultedReads } from "./faultedReads.ts";

it("no read has a wrong byte or hangs, and each that fails has one clear error", async () => {
  const { right, wrong, hung, unclear, errors, faults } = await runFaultedReads(120, 7);
  expect({ wrong, hung, unclear }).toEqual({ wrong: 0, hung: 0, unclear: [] });
  const failed = Object.values(errors).reduce((sum, count) => sum + count, 0);
  expect(right + failed).toBe(120);
  expect(right).toBeGreaterThan(60); // on a busy machine more of them run out of time
  expect(Object.keys(faults).sort()).toEqual(Object.keys(FAULTS).sort());
});
