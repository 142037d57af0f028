import { CheckpointError } from "@tensorloom/training";
import { expect, it } from "vitest";
import { explainError } from "./explainError.ts";
import { UserError } from "./userError.ts";

it("returns the message for users, even of a nested cause", () => {
  const inner = new UserError("train00-2.tfrec: record 1 is wrong");
  expect(explainError(new Error("range(2).map(load): element 1", { cause: inner }))).toBe(inner.message);
});

it("returns the message of a checkpoint that does not fit", () => {
  const error = new CheckpointError("out/checkpoint/all", "is of another run:", ["seed is 1, was 0"]);
  expect(explainError(error)).toBe(error.message);
});

it("returns the message of a system error", () => {
  const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
  expect(explainError(full)).toBe("ENOSPC: no space left on device, write");
});

it("says how to install a package that is missing", () => {
  const name = "papaparse";
  const missing = Object.assign(new Error(`Cannot find package '${name}' imported from /x.ts`), {
    code: "ERR_MODULE_NOT_FOUND",
  });
  expect(explainError(missing)).toBe(`the package ${name} is not installed: npm ci`);
});

it("returns the stack of an unexpected error", () => {
  expect(explainError(new TypeError("x is not a function"))).toContain("explainError.test.ts");
  expect(explainError("odd")).toBe("odd");
});
