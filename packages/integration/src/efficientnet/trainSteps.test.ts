import "@tensorflow/tfjs-backend-wasm";
import { env } from "@tensorflow/tfjs-core";
import { useBackend } from "@tensorloom/backend";
import { beforeAll, describe, expect, it } from "vitest";
import { faultsOfGoldenSteps, OPTIMIZERS } from "./goldenSteps.ts";

describe("five training steps of B0", () => {
  beforeAll(async () => {
    env().set("IS_TEST", false);
    await useBackend("wasm");
  });

  it.each(Object.keys(OPTIMIZERS) as (keyof typeof OPTIMIZERS)[])(
    "%s: losses, first gradients, predictions and statistics agree with Keras; no tensor leaks",
    async (name) => {
      expect(await faultsOfGoldenSteps(name)).toEqual([]);
    },
  );
});
