import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { cropOrPad } from "../geometry/cropOrPad.ts";
import { pad } from "../geometry/pad.ts";
import type { Image } from "../image/image.ts";
import type { AffineMatrix } from "./affineMatrix.ts";
import { warpAffine } from "./warpAffine.ts";

type Outside = "edge" | "reflect" | "mirror" | "wrap" | number;

/** What another program computes. */
interface Golden {
  readonly warp?: string;
  readonly matrix: AffineMatrix;
  readonly method: "nearest" | "bilinear";
  readonly outside: Outside;
  readonly by: "tensorflow" | "scipy" | "numpy";
  readonly values: readonly number[];
}

const [first, ...goldens] = JSON.parse(
  readFileSync(new URL("../../fixtures/decode/borders.json", import.meta.url), "utf8"),
) as readonly [{ readonly picture: readonly number[] }, ...(readonly Golden[])];
const picture: Image<Float32Array> = {
  data: Float32Array.from(first.picture),
  height: 5,
  width: 7,
  channels: 2,
};

const furthest = ({ data }: Image, values: readonly number[]): number =>
  values.reduce((most, value, i) => Math.max(most, Math.abs(value - data[i])), data.length - values.length);

describe("beyond the border", () => {
  it.each(
    goldens
      .filter(({ warp }) => warp !== undefined)
      .map((golden) => [golden.warp, golden.method, golden.outside, golden.by, golden] as const),
  )(
    "a picture %s by %s with %s is that of %s",
    (_warp, _method, _outside, by, { matrix, method, outside, values }) => {
      const within = by === "tensorflow" ? 0.01 : 1e-3; // TensorFlow computes positions in single precision
      expect(furthest(warpAffine(picture, matrix, { method, outside }), values)).toBeLessThanOrEqual(within);
      const bytes = warpAffine({ ...picture, data: Uint8Array.from(picture.data) }, matrix, {
        method,
        outside,
      });
      expect(furthest(bytes, values)).toBeLessThanOrEqual(0.5 + within);
    },
  );

  it.each(goldens.filter(({ by }) => by === "numpy"))(
    "padding with $outside is NumPy's",
    ({ outside, values }) => {
      const margins = { top: 12, bottom: 3, left: 1, right: 17 };
      expect(furthest(pad(picture, { ...margins, outside }), values)).toBe(0);
      expect(pad(picture, { ...margins, outside: "nearest" })).toEqual(
        pad(picture, { ...margins, outside: "edge" }),
      );
    },
  );

  it("of one pixel is that pixel", () => {
    const one = { data: Uint8Array.of(5), height: 1, width: 1, channels: 1 };
    for (const outside of ["edge", "reflect", "mirror", "wrap"] as const)
      expect(Array.from(pad(one, { left: 2, bottom: 1, outside }).data)).toEqual([5, 5, 5, 5, 5, 5]);
  });

  it("is padded by cropOrPad, too", () => {
    const row = { data: Uint8Array.of(1, 2, 3), height: 1, width: 3, channels: 1 };
    expect(Array.from(cropOrPad(row, { height: 1, width: 6, outside: "reflect" }).data)).toEqual([
      1, 1, 2, 3, 3, 2,
    ]);
    expect(() => cropOrPad(row, { height: 1, width: 6, outside: "border" as "wrap" })).toThrow(
      "cropOrPad: outside must be",
    );
  });

  it("is a value or a mode, not both", () => {
    expect(() => pad(picture, { value: 1, outside: "wrap" })).toThrow("pad: set value or outside, not both");
    expect(() => pad(picture, { outside: "symmetric" as "wrap" })).toThrow('got "symmetric"');
    expect(pad(picture, { left: 1, outside: 9 })).toEqual(pad(picture, { left: 1, value: 9 }));
  });
});
