import { describe, expect, it } from "vitest";
import { testOptions } from "./cli/testOptions.ts";
import { planStages } from "./stages.ts";

function plan(...argv: readonly string[]): readonly (readonly [string, number, number, string])[] {
  return planStages(testOptions(...argv)).map(({ trains, epochs, batch, keep }) => [
    trains,
    epochs,
    batch,
    keep,
  ]);
}

describe("the stages of training", () => {
  it("the head alone", () => {
    expect(plan("--data", "d", "--epochs", "7")).toEqual([["head", 7, 32, "last"]]);
  });

  it("all layers of a pretrained network: first the head, with the options of --train head", () => {
    expect(plan("--data", "d", "--train", "all", "--epochs", "3")).toEqual([
      ["head", 35, 32, "last"],
      ["all", 3, 8, "best"],
    ]);
  });

  it("all layers of a random network, without a stage for the head", () => {
    expect(plan("--train", "all", "--epochs", "3", "--batch", "16")).toEqual([["all", 3, 16, "best"]]);
  });

  it("--schedule and --rate are those of the last stage", () => {
    const argv = ["--data", "d", "--train", "all", "--schedule", "plateau", "--rate", "1e-4"];
    const [head, all] = planStages(testOptions(...argv));
    expect([head.reduceOnPlateau, head.schedule(20)]).toEqual([false, expect.closeTo(6e-4, 9)]);
    expect([all.reduceOnPlateau, all.schedule(5)]).toEqual([true, 1e-4]);
  });

  it("a pretrained network is trained at 0.03 of the notebook's rates, which are 7.5e-5 per replica at most", () => {
    const [, all] = planStages(
      testOptions(...["--data", "d", "--train", "all", "--epochs", "10", "--batch", "16"]),
    );
    expect(all.schedule(6)).toBeCloseTo(0.03 * 7.5e-5 * 2, 9);
    const [fresh] = planStages(testOptions(...["--train", "all", "--epochs", "10", "--batch", "16"]));
    expect(fresh.schedule(6)).toBeCloseTo(7.5e-5 * 2, 9);
  });
});
