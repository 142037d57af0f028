import { expect, it } from "vitest";
import { recordedIO } from "../cli/recordedIO.ts";
import { pythonFloat, rateLog } from "./kerasLog.ts";
import { RECIPES } from "./recipes.ts";
import { recipeSchedule } from "./recipeSchedule.ts";

it("prints learning rates as Keras does", async () => {
  const io = recordedIO();
  await rateLog(recipeSchedule(RECIPES.notebook, 8), io).onEpochBegin?.(
    { epoch: 0 },
    {} as never, // it reads the epoch alone
  );
  expect(io.written.out).toBe("\nEpoch 1: LearningRateScheduler setting learning rate to 1e-05.\n");
  expect([6e-4, 7.5e-5, 0.001, 1, 0, 1.25e-10].map(pythonFloat)).toEqual([
    "0.0006",
    "7.5e-05",
    "0.001",
    "1.0",
    "0.0",
    "1.25e-10",
  ]);
});
