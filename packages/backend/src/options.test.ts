import { layers, sequential } from "@tensorflow/tfjs-layers";
import { expect, it } from "vitest";
import { lean, memoryAdvice, planStep, profile, stepMemory, useBackend } from "./index.ts";

it("every function refuses options that it does not know, and suggests the nearest", async () => {
  await useBackend("cpu");
  const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [2] })] });
  const wrong = { batch: 1, recompte: true } as never;
  for (const work of [stepMemory, memoryAdvice, planStep])
    expect(() => work(model, wrong)).toThrow(/unknown option recompte; .*did you mean recompute\?$/);
  expect(() => lean(model, { recompte: true } as never)).toThrow(/^lean: unknown option recompte/);
  await expect(useBackend("cpu", { wasmFoldr: "." } as never)).rejects.toThrow(
    /^useBackend: unknown option wasmFoldr; .*did you mean wasmFolder\?$/,
  );
  await expect(profile(() => 1, { clock: () => 0 } as never)).rejects.toThrow(
    /^profile: unknown option clock/,
  );
});
