import { expect, it } from "vitest";
import { explain } from "./explainError.ts";
import { UserError } from "./userError.ts";

it("tells the sentence that is meant for people, however deep it lies", () => {
  const inner = new UserError("train00-2.tfrec: record 1 is wrong");
  expect(explain(new Error("range(2).map(load): element 1", { cause: inner }))).toBe(inner.message);
});

it("tells what the system says", () => {
  const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
  expect(explain(full)).toBe("ENOSPC: no space left on device, write");
});

it("shows where an error comes from that nobody foresaw", () => {
  expect(explain(new TypeError("x is not a function"))).toContain("explain.test.ts");
  expect(explain("odd")).toBe("odd");
});
