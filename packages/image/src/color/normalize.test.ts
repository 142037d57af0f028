import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { toUint8 } from "../image/convert.ts";
import type { Image } from "../image/image.ts";
import { denormalize } from "./denormalize.ts";
import { normalize } from "./normalize.ts";

/** What a program makes of the levels 0 to 255 in three channels. */
interface Golden {
  readonly by: string;
  readonly options: { readonly preset?: "imagenet" | "symmetric"; readonly scale?: number };
  readonly values: readonly number[];
}

const goldens = JSON.parse(
  readFileSync(new URL("../../fixtures/decode/normalize.json", import.meta.url), "utf8"),
) as readonly Golden[];
const levels: Image<Uint8Array> = {
  data: Uint8Array.from({ length: 256 * 3 }, (_, i) => Math.floor(i / 3)),
  height: 16,
  width: 16,
  channels: 3,
};
const furthest = (data: ArrayLike<number>, values: readonly number[]): number =>
  values.reduce((most, value, i) => Math.max(most, Math.abs(value - data[i])), data.length - values.length);

describe("normalize", () => {
  it.each(goldens)("is that of $by with $options", ({ options, values }) => {
    expect(furthest(normalize(levels, options).data, values)).toBeLessThanOrEqual(
      options.scale === undefined ? 1e-6 : 1e-4,
    );
  });

  it.each([{ preset: "imagenet" }, { preset: "clip" }, { preset: "symmetric" }, { preset: "unit" }] as const)(
    "with %j is undone by denormalize, for every level",
    (options) => {
      const normalized = normalize(levels, options);
      expect(toUint8(denormalize(normalized, options)).data).toEqual(levels.data);
      expect(normalized.data).not.toBe(levels.data);
    },
  );

  it("takes floats as they are, unless a scale is set", () => {
    const image = { data: Float32Array.of(0, 0.5, 4), height: 1, width: 1, channels: 3 };
    const options = { mean: [0, 0.5, 2], std: [1, 2, 4] };
    expect(normalize(image, options).data).toEqual(Float32Array.of(0, 0, 0.5));
    expect(normalize(image, { ...options, scale: 2 }).data).toEqual(Float32Array.of(0, 0.25, 1.5));
    expect(denormalize(normalize(image, { ...options, scale: 2 }), { ...options, scale: 2 })).toEqual(image);
  });

  it("fills the memory of out, such as a row of a batch", () => {
    const batch = new Float32Array(2 * levels.data.length);
    const row = batch.subarray(levels.data.length);
    expect(normalize(levels, { preset: "imagenet", out: row }).data).toBe(row);
    expect(row).toEqual(normalize(levels, { preset: "imagenet" }).data);
    expect(batch[0]).toBe(0);
    const floats = normalize(levels, { preset: "unit" });
    expect(denormalize(floats, { preset: "unit", out: floats.data }).data).toBe(floats.data);
  });

  it.each([
    [
      { preset: "resnet" },
      'normalize: preset must be one of "imagenet", "clip", "symmetric", "unit", got "resnet"',
    ],
    [{ preset: "imagenet", mean: 0 }, "normalize: set preset, or mean and std, not both"],
    [{ mean: [1, 2] }, "normalize: mean must be one number or 3, one per channel of 16x16x3, got 2"],
    [{ std: 0 }, "normalize: std must be above 0, got 0"],
    [{ std: [1, NaN, 1] }, "normalize: std must be a finite number, got NaN"],
    [{ scale: -1 }, "normalize: scale must be above 0, got -1"],
    [{ out: new Float32Array(3) }, "normalize: out must hold 768 numbers, got 3"],
    [{ out: [] }, "normalize: out must be a Float32Array"],
    [{ deviation: 1 }, "normalize: unknown option deviation"],
  ])("refuses %j", (options, sentence) => {
    expect(() => normalize(levels, options as object)).toThrow(sentence);
  });

  it("with a preset refuses floats in 0..255, unless a scale is set", () => {
    const image = { data: Float32Array.of(0, 100, 200), height: 1, width: 1, channels: 3 };
    expect(() => normalize(image, { preset: "imagenet" })).toThrow(
      "normalize: image.data must be floats in 0..1, got values of 150 on average above 1",
    );
    expect(normalize(image, { preset: "symmetric", scale: 1 / 200 }).data).toEqual(Float32Array.of(-1, 0, 1));
  });

  it("of bytes is not undone", () => {
    expect(() => denormalize(levels as unknown as Image<Float32Array>, { preset: "unit" })).toThrow(
      "got bytes",
    );
  });
});
