import { expect, it } from "vitest";
import { binarySource, committedSource, TARGETS } from "./kernels.ts";

it.each(Object.keys(TARGETS))("the committed kernels of %s are what the sources compile to", async (name) => {
  expect(committedSource(name) === (await binarySource(name))).toBe(true);
});
