import { expect, it } from "vitest";
import { OPTIMIZERS } from "./cli/options.ts";
import { buildOptimizer } from "./optimizer.ts";

it.each(OPTIMIZERS)("builds %s with the weight decay of --decay", (optimizer) => {
  const { config } = buildOptimizer({ optimizer, decay: 0.02 });
  expect(config).toMatchObject({
    name: optimizer === "adamw" ? "adamW" : optimizer,
    options: { weightDecay: 0.02 },
  });
});

it("keeps the optimizer's own decay without --decay", () => {
  expect(buildOptimizer({ optimizer: "adam", decay: undefined }).config).toMatchObject({
    options: { weightDecay: 0 },
  });
  expect(buildOptimizer({ optimizer: "adamw", decay: undefined }).config).toMatchObject({
    options: { weightDecay: 0.004 },
  });
});

it("builds sgd with Nesterov momentum", () => {
  expect(buildOptimizer({ optimizer: "sgd", decay: undefined }).config).toMatchObject({
    options: { momentum: 0.9, nesterov: true },
  });
});
