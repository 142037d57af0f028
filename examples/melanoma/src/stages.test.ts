import { describe, expect, it } from "vitest";
import { options, type Options } from "./cli/options.ts";
import { stages } from "./stages.ts";

function plan(...argv: readonly string[]): readonly (readonly [string, number, number, string])[] {
  return stages(options(argv) as Options).map(({ trains, epochs, batch, keep }) => [
    trains,
    epochs,
    batch,
    keep,
  ]); // no help asked for
}

describe("the stages of training", () => {
  it("the head alone", () => {
    expect(plan("--data", "d", "--epochs", "7")).toEqual([["head", 7, 32, "last"]]);
  });

  it("all of a pretrained network: the head first, as it would be trained alone", () => {
    expect(plan("--data", "d", "--train", "all", "--epochs", "3")).toEqual([
      ["head", 35, 32, "last"],
      ["all", 3, 8, "best"],
    ]);
  });

  it("all of a network that knows nothing, at once", () => {
    expect(plan("--train", "all", "--epochs", "3", "--batch", "16")).toEqual([["all", 3, 16, "best"]]);
  });

  it("a pretrained network learns at 0.03 of the notebook's rates, which are 7.5e-5 a replica at most", () => {
    const [, all] = stages(
      options(["--data", "d", "--train", "all", "--epochs", "10", "--batch", "16"]) as Options,
    );
    expect(all.schedule(6)).toBeCloseTo(0.03 * 7.5e-5 * 2, 9);
    const [fresh] = stages(options(["--train", "all", "--epochs", "10", "--batch", "16"]) as Options);
    expect(fresh.schedule(6)).toBeCloseTo(7.5e-5 * 2, 9);
  });
});
