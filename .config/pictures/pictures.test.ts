import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { decodePngSync, imageInfo } from "@tensorloom/image";
import { describe, expect, it } from "vitest";
import { AUGMENTATION_PICTURES } from "./augmentation.ts";
import { REPORT_PICTURE, REPORT_SIZE } from "./drawReport.ts";

const folder = join(import.meta.dirname, "..", "..", "docs", "guides", "images");
const read = (name: string): Buffer => readFileSync(join(folder, name));

describe("the pictures of the guides", () => {
  it.each(Object.entries(AUGMENTATION_PICTURES))("%s is what `npm run pictures` draws", (name, image) => {
    const { data, ...shape } = decodePngSync(read(`augmentation-${name}.png`));
    expect(shape).toEqual({ height: image.height, width: image.width, channels: image.channels });
    expect(Buffer.compare(data, image.data)).toBe(0);
  });

  it("are small", () => {
    const sizes = readdirSync(folder).map((name) => read(name).length);
    expect(Math.max(...sizes)).toBeLessThan(60_000);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(400_000);
  });
});

describe("the picture of the README", () => {
  it("has the size that `npm run pictures -- report` writes, and is small", () => {
    const bytes = readFileSync(REPORT_PICTURE);
    expect(imageInfo(bytes)).toMatchObject(REPORT_SIZE);
    expect(bytes.length).toBeLessThan(150_000);
  });
});
