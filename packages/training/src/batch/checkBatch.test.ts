import { expect, it } from "vitest";
import { checkBatch } from "./checkBatch.ts";

const inputs = { data: Float32Array.of(1, 2), shape: [2, 1] };

it.each([
  [
    { inputs, targets: ["ring", "disc"] },
    'got targets that are texts, such as "ring": map each class to its number',
  ],
  [{ inputs, targets: "ring" }, 'got targets that are texts, such as "ring"'],
  [[{ inputs }, { inputs }], "got an array of 2: write .batch(16, { collate: stack })"],
  [{ inputs, targets: [1, 0] }, "got single elements, whose targets are an array of 2: add .batch("],
])("%j: says what to write", (batch, sentence) => {
  expect(() => checkBatch("fit", "train (f)", batch, ["inputs", "targets"])).toThrow(sentence);
});
