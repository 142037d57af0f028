import { expect, it } from "vitest";
import { binaryCrossEntropy } from "./binaryCrossEntropy.ts";
import { binaryFocalCrossEntropy } from "./binaryFocalCrossEntropy.ts";
import { categoricalCrossEntropy } from "./categoricalCrossEntropy.ts";
import { type Loss, lossConfigOf } from "./loss.ts";
import { meanSquaredError } from "./meanSquaredError.ts";
import { sparseCategoricalCrossEntropy } from "./sparseCategoricalCrossEntropy.ts";

it.each<readonly [Loss, Readonly<Record<string, unknown>>]>([
  [binaryCrossEntropy({ labelSmoothing: 0.1 }), { labelSmoothing: 0.1, fromLogits: false }],
  [
    binaryFocalCrossEntropy({ gamma: 3, fromLogits: true }),
    { gamma: 3, alpha: undefined, labelSmoothing: 0, fromLogits: true },
  ],
  [categoricalCrossEntropy(), { labelSmoothing: 0, fromLogits: false }],
  [sparseCategoricalCrossEntropy({ fromLogits: true }), { fromLogits: true }],
  [meanSquaredError(), {}],
])("a loss is described by its name and options, $name", (loss, options) => {
  expect(loss.config).toEqual({ name: loss.name, options });
  expect(lossConfigOf(loss)).toBe(loss.config);
});

it("a loss with another function is not what its config says", () => {
  const loss = meanSquaredError();
  const other: Loss = { ...loss, compute: (targets, predictions) => loss.compute(predictions, targets) };
  expect(lossConfigOf(other)).toBeUndefined();
  const renamed: Loss = { ...loss, name: "renamed" };
  expect(lossConfigOf(renamed)).toBe(loss.config);
});
