import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { resize } from "./resize.ts";
import type { ResizeMethod } from "./resizeMethods.ts";

/** What `tf.image.resize` makes of a row of 24 levels: by `METHOD-WIDTH-ANTIALIAS`. */
const { row, ...resized } = JSON.parse(
  readFileSync(new URL("../../fixtures/resize_kernels.json", import.meta.url), "utf8"),
) as Readonly<Record<string, readonly number[]>>;

const image = { data: Float32Array.from(row), height: 1, width: 24, channels: 1 };

describe("a row whose pixels lie on the ends of kernels", () => {
  it.each(Object.entries(resized))("%s is TensorFlow's", (name, expected) => {
    const [method, width, antialias] = name.split("-");
    const { data } = resize(image, {
      height: 1,
      width: Number(width),
      method: method.replace("cubic", "").replace(/^bi$/, "bicubic") as ResizeMethod,
      antialias: antialias === "True",
    });
    // without antialiasing, TensorFlow's bicubic rounds places to 1/1024 of a pixel
    const within = name.startsWith("bicubic") && antialias === "False" ? 0.25 : 2e-3;
    expected.forEach((value, i) => expect(Math.abs(data[i] - value)).toBeLessThan(within));
  });
});
