import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { binaryFile, binarySource } from "./kernels.ts";

it("the committed kernels are what the sources compile to", async () => {
  expect(readFileSync(binaryFile, "utf8") === (await binarySource())).toBe(true);
});
