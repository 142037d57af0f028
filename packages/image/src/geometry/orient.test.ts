import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { exifOrientation } from "../jpeg/file/exifOrientation.ts";
import type { Image } from "../image/image.ts";
import { orient } from "./orient.ts";

const fixture = new Uint8Array(
  readFileSync(new URL("../../fixtures/exif-orientation-6.jpg", import.meta.url)),
);
const exif = fixture.findIndex((byte, i) => byte === 0x45 && fixture[i + 1] === 0x78); // "Exif"

describe("exifOrientation", () => {
  it("reads what the camera wrote", () => {
    expect(exifOrientation(fixture)).toBe(6);
  });

  it("does not read beyond broken EXIF data, if any byte is changed", () => {
    for (let at = exif; at < exif + 40; at++) {
      const bytes = fixture.slice();
      bytes[at] = 0xff;
      const orientation = exifOrientation(bytes);
      expect(orientation >= 1 && orientation <= 8).toBe(true);
    }
  });
});

describe("orient", () => {
  // The letter F, upright, and as each orientation stores it: row 0 and column 0 lie in the picture as EXIF says.
  const upright = ["##", "# ", "##", "# "];
  const stored: Readonly<Record<number, readonly string[]>> = {
    1: ["##", "# ", "##", "# "],
    2: ["##", " #", "##", " #"],
    3: [" #", "##", " #", "##"],
    4: ["# ", "##", "# ", "##"],
    5: ["####", "# # "],
    6: ["# # ", "####"],
    7: [" # #", "####"],
    8: ["####", " # #"],
  };
  const drawn = (rows: readonly string[]): Image<Uint8Array> => ({
    data: Uint8Array.from(rows.join(""), (mark) => (mark === "#" ? 1 : 0)),
    height: rows.length,
    width: rows[0].length,
    channels: 1,
  });

  it.each(Object.keys(stored).map(Number))("makes orientation %s upright", (orientation) => {
    expect(orient(drawn(stored[orientation]), orientation)).toEqual(drawn(upright));
  });

  it("refuses an invalid orientation", () => {
    expect(() => orient(drawn(upright), 0)).toThrow(
      "orient: orientation must be an integer from 1 to 8, got 0",
    );
  });
});
