import { layers, sequential } from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { expect, it } from "vitest";
import { fuse, memoryAdvice, planStep, stepMemory } from "./index.ts";

it("every function refuses options that it does not know, and suggests the nearest", async () => {
  await useBackend("cpu");
  const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [2] })] });
  const wrong = { batch: 1, recompte: true } as never;
  for (const work of [stepMemory, memoryAdvice, planStep])
    expect(() => work(model, wrong)).toThrow(/unknown option recompte; .*did you mean recompute\?$/);
  expect(() => fuse(model, { recompte: true } as never)).toThrow(/^fuse: unknown option recompte/);
});
