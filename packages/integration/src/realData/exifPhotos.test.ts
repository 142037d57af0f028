import { readFileSync } from "node:fs";
import { join } from "node:path";
import { decodeJpegSync, exifOrientation, orient, resize } from "@tensorloom/image";
import { describe, expect, it } from "vitest";
import { dataFolder } from "./dataFolder.ts";

const { folder, missing } = dataFolder("jpeg-real/recurser__exif-orientation-examples");

describe.skipIf(missing)("the photographs of exif-orientation-examples", () => {
  it.each(["Landscape", "Portrait"])("%s: they show the same picture after orient", (name) => {
    const thumbnails = [1, 3, 6, 8].map((orientation) => {
      const bytes = new Uint8Array(readFileSync(join(folder, `${name}_${String(orientation)}.jpg`)));
      expect(exifOrientation(bytes)).toBe(orientation);
      return resize(orient(decodeJpegSync(bytes), orientation), { height: 16, width: 16, method: "area" })
        .data;
    });
    // Each has its own number painted on it, so a few pixels differ.
    for (const data of thumbnails) {
      const differences = data.map((level, i) => Math.abs(level - thumbnails[0][i]));
      expect(differences.reduce((a, b) => a + b) / data.length).toBeLessThan(2);
    }
  });
});
