import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { endpoints } from "./features.ts";
import { plan } from "./plan.ts";
import { VARIANTS } from "./variants.ts";
import { weightShapes } from "./weightShapes.ts";

const fixtures = join(import.meta.dirname, "..", "..", "fixtures");

interface Published {
  readonly input: number;
  readonly parameters_top: number;
  readonly dropout: readonly (readonly [name: string, rate: number, noise: unknown])[];
}

const published = JSON.parse(readFileSync(join(fixtures, "summary.json"), "utf8")) as Record<
  string,
  Published
>;

describe.each(VARIANTS)("the plan of %s", (variant) => {
  const { input, parameters_top, dropout } = published[variant];

  it("has the weights of keras.applications, in order", () => {
    const table = readFileSync(join(fixtures, `${variant}.weights.tsv`), "utf8")
      .trim()
      .split("\n");
    const planned = weightShapes(plan(variant), 1000).map(([name, shape]) => `${name}\t${shape.join("x")}`);
    expect(planned).toEqual(table);
  });

  it("has its parameters, input size and dropout rates", () => {
    const planned = plan(variant);
    const parameters = weightShapes(planned, 1000).reduce(
      (sum, [, shape]) => sum + shape.reduce((a, b) => a * b),
      0,
    );
    expect(parameters).toBe(parameters_top);
    expect(planned.inputShape).toEqual([input, input, 3]);
    const rates = planned.blocks
      .filter(({ drop }) => drop > 0)
      .map(({ name, drop }) => [`${name}_drop`, drop]);
    rates.push(["top_dropout", planned.top.dropout]);
    expect(rates.map(([name]) => name)).toEqual(dropout.map(([name]) => name));
    for (const [index, [, rate]] of dropout.entries()) expect(rates[index][1]).toBeCloseTo(rate, 12);
  });
});

describe("plan", () => {
  it("pads like Keras: less before an even side", () => {
    const { stem, blocks } = plan("B0", { inputShape: [225, 224, 3] });
    expect(stem.padding).toEqual([
      [1, 1],
      [0, 1],
    ]);
    // 113 x 112 after the stem and the first block; block2a has a kernel of 3
    expect(blocks[1].padding).toEqual([
      [1, 1],
      [0, 1],
    ]);
    expect(blocks[3].padding).toEqual([
      [2, 2],
      [1, 2],
    ]); // 57 x 56, kernel 5
    expect(blocks[2].padding).toBeUndefined();
  });

  it("leaves the padding to the convolution if a side is unknown", () => {
    const { stem, blocks } = plan("B0", { inputShape: [null, 224, 3] });
    expect([stem, ...blocks].filter(({ padding }) => padding !== undefined)).toEqual([]);
  });

  it("omits drop-connect and dropout at a rate of 0", () => {
    const { blocks, top } = plan("B1", { dropConnect: 0, dropout: 0 });
    expect(blocks.filter(({ drop }) => drop > 0)).toEqual([]);
    expect(top.dropout).toBe(0);
  });

  it.each([
    [
      { inputShape: [31, 32, 3] },
      "efficientnet: inputShape height must be an integer of at least 32, got 31",
    ],
    [
      { inputShape: [32, 32, 0] },
      "efficientnet: inputShape channels must be an integer of at least 1, got 0",
    ],
    [{ dropout: -0.1 }, "efficientnet: dropout must be a finite number from 0 to"],
    [{ dropConnect: 1 }, "efficientnet: dropConnect must be a finite number from 0 to"],
  ] as const)("refuses %o", (options, sentence) => {
    expect(() => plan("B0", options)).toThrow(sentence);
  });

  it("refuses an unknown variant", () => {
    expect(() => plan("B8" as "B0")).toThrow(
      'efficientnet: variant must be one of "B0", "B1", "B2", "B3", "B4", "B5", "B6", "B7", got "B8"',
    );
  });

  it("is plain data", () => {
    expect(JSON.parse(JSON.stringify(plan("B2", { inputShape: [null, null, 1] })))).toMatchObject({
      variant: "B2",
      inputShape: [null, null, 1],
      stem: { filters: 32 },
    });
  });
});

describe("endpoints", () => {
  it("are the last layers before each halving", () => {
    expect(endpoints(plan("B3"))).toEqual([
      { stride: 2, layer: "block1b_add", filters: 24 },
      { stride: 4, layer: "block2c_add", filters: 32 },
      { stride: 8, layer: "block3c_add", filters: 48 },
      { stride: 16, layer: "block5e_add", filters: 136 },
      { stride: 32, layer: "block7b_add", filters: 384 },
    ]);
  });
});
