import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { COLORMAPS, colorTable } from "./colormap.ts";
import { overlayHeatmap } from "./overlayHeatmap.ts";

const golden = JSON.parse(
  readFileSync(join(import.meta.dirname, "..", "..", "fixtures", "colormaps.json"), "utf8"),
) as Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;

describe("colorTable", () => {
  it.each(COLORMAPS)("is within a few levels of matplotlib's %s", (name) => {
    const table = colorTable(name);
    const far = Object.entries(golden[name]).flatMap(([level, color]) =>
      color.map((value, channel) => Math.abs(value - table[3 * Number(level) + channel])),
    );
    expect(far.length).toBe(156);
    expect(Math.max(...far)).toBeLessThanOrEqual(name === "jet" ? 6 : 2);
  });
});

describe("overlayHeatmap", () => {
  const gray = { data: Uint8Array.of(0, 100), height: 1, width: 2, channels: 1 };
  const map = { data: Float32Array.of(0, 1), height: 1, width: 2, channels: 1 };

  it("blends the colours of the map with the image", () => {
    const { data, ...shape } = overlayHeatmap(gray, map, { colormap: "viridis", alpha: 0.25 });
    // matplotlib's ends: (68, 1, 84) and (253, 231, 37)
    expect([...data]).toEqual([17, 0, 21, 138, 133, 84]);
    expect(shape).toEqual({ height: 1, width: 2, channels: 3 });
    expect([...overlayHeatmap(gray, map, { alpha: 0 }).data]).toEqual([0, 0, 0, 100, 100, 100]);
  });

  it("reads floats and alpha, resizes the map and clips it", () => {
    const floats = { data: Float32Array.of(0, 0.5, 1, 0.1), height: 1, width: 1, channels: 4 };
    expect([...overlayHeatmap(floats, map, { alpha: 0 }).data]).toEqual([0, 127, 255]);
    const wide = { data: new Uint8Array(12), height: 1, width: 4, channels: 3 };
    const resized = { data: Float32Array.of(0, 0.25, 0.75, 1), height: 1, width: 4, channels: 1 };
    expect(overlayHeatmap(wide, map)).toEqual(overlayHeatmap(wide, resized));
    const outside = { ...map, data: Float32Array.of(-2, 7) };
    expect(overlayHeatmap(gray, outside)).toEqual(overlayHeatmap(gray, map));
  });

  const untyped = overlayHeatmap as (...values: readonly unknown[]) => unknown; // as JavaScript may call it
  it.each<readonly [string, readonly unknown[], RegExp]>([
    [
      "another map",
      [gray, { ...map, data: Float32Array.of(0, 1, 2, 3), channels: 2 }],
      /map.channels must be an integer from 1 to 1, got 2/,
    ],
    ["bytes as a map", [gray, { ...map, data: Uint8Array.of(0, 1) }], /map.data must be floats in 0\.\.1/],
    ["NaN", [gray, { ...map, data: Float32Array.of(NaN, 1) }], /map must be a finite number, got NaN/],
    [
      "another colour map",
      [gray, map, { colormap: "magma" }],
      /must be one of "jet", "turbo", "viridis", got "magma"/,
    ],
    ["another alpha", [gray, map, { alpha: 2 }], /alpha must be a finite number from 0 to 1, got 2/],
    [
      "five channels",
      [{ data: new Uint8Array(5), height: 1, width: 1, channels: 5 }, map],
      /image must have 1 to 4 channels/,
    ],
    ["the result of gradCam", [gray, { map, heatmap: map }], /pass the heatmap of the result/],
  ])("refuses %s", (_, values, sentence) => {
    expect(() => untyped(...values)).toThrow(sentence);
  });
});
