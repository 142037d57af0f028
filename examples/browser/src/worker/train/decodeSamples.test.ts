import { afterEach, expect, it, vi } from "vitest";
import { decodeSamples } from "./decodeSamples.ts";

/** A bitmap of one colour, as far as it is read. */
class Bitmap {
  readonly width = 8;
  readonly height = 8;
  readonly [Symbol.toStringTag] = "ImageBitmap";
  readonly close = (): void => undefined;
}

/** A canvas whose pixels are all 0. */
class Canvas {
  readonly #pixels: object;
  constructor(width: number, height: number) {
    this.#pixels = { width, height, data: new Uint8ClampedArray(4 * width * height) };
  }
  getContext(): object {
    return { drawImage: () => undefined, getImageData: () => this.#pixels };
  }
}

afterEach(() => vi.unstubAllGlobals());

it("decodeSamples ends at a picture that cannot be decoded, and reports no more progress", async () => {
  const broken = new Blob(["broken"]);
  let decoded = 0;
  vi.stubGlobal("ImageBitmap", Bitmap);
  vi.stubGlobal("OffscreenCanvas", Canvas);
  vi.stubGlobal("createImageBitmap", async (file: Blob) => {
    await new Promise((resolve) => setTimeout(resolve));
    if (file === broken) throw new Error("not an image");
    decoded++;
    return new Bitmap();
  });
  const pictures = Array.from({ length: 40 }, (_, at) => ({
    path: `a/${String(at)}.png`,
    file: at === 5 ? broken : new Blob(),
    label: 0,
  }));
  const reported: number[] = [];
  const { signal } = new AbortController();
  const onProgress = (done: number): void => void reported.push(done);
  await expect(decodeSamples(pictures, 8, { signal, onProgress })).rejects.toThrow("a/5.png");
  const before = reported.length;
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(reported).toHaveLength(before);
  expect(decoded).toBeLessThan(12);
});
