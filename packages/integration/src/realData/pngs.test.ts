import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { decodePng, decodePngSync } from "@tensorloom/image";
import { describe, expect, it } from "vitest";
import { dataFolder } from "./dataFolder.ts";

const { folder, missing } = dataFolder("image-odd");
const files = missing ? [] : readdirSync(folder).filter((name) => name.endsWith(".png"));

/** By the distinctive part of the name: shape, and the sum of all bytes of `tf.io.decode_png` (TensorFlow 2.21). */
const BY_TENSORFLOW: Readonly<Record<string, readonly [shape: string, sum: number]>> = {
  "blend_transparency.png": ["1x1x3", 255],
  "invalid_palette_index.png": ["10x10x3", 0],
  "issue_430.png": ["153x568x4", 36_455_459],
  "broken_iccp.png": ["248x248x4", 5_387_785],
  "basi0g01.png": ["32x32x1", 127_500],
  "basi3p04.png": ["32x32x3", 394_944],
  "pp0n2c16.png": ["32x32x3", 305_944],
  "pp0n6a08.png": ["32x32x4", 717_600],
  "empty_ancillary_chunks.png": ["1x1x3", 256],
  "rgb8_with_suggested_palette.png": ["2x4x3", 912],
};

describe.skipIf(missing)("PNGs of other projects", () => {
  it("are all known", () => {
    expect(files.map((name) => name.replace(/^.*__/, "")).sort()).toEqual(Object.keys(BY_TENSORFLOW).sort());
  });

  it.each(Object.entries(BY_TENSORFLOW))(
    "%s decodes to what TensorFlow reads",
    async (name, [shape, sum]) => {
      const file = files.find((known) => known.replace(/^.*__/, "") === name) ?? name;
      const bytes = new Uint8Array(readFileSync(join(folder, file)));
      for (const decode of [decodePng, decodePngSync]) {
        const { data, height, width, channels } = await decode(bytes);
        expect([[height, width, channels].join("x"), data.reduce((a, b) => a + b, 0)]).toEqual([shape, sum]);
      }
    },
  );
});
