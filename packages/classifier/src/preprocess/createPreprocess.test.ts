import { encodeJpegSync, encodePngSync, ImageError } from "@tensorloom/image";
import { describe, expect, it } from "vitest";
import type { ImageInput } from "../input/imageInput.ts";
import { createPreprocess } from "./createPreprocess.ts";

type Options = Parameters<typeof createPreprocess>[0];

const gray = (data: readonly number[], height: number, width: number) => ({
  data: Uint8Array.from(data),
  height,
  width,
  channels: 1,
});
const row = gray([0, 50, 100, 150], 1, 4);

const numbers = async (options: Options, input: ImageInput) => [
  ...(await createPreprocess({ channels: 1, ...options })(input)).data,
];

describe("preprocess", () => {
  it.each([
    ["stretches", {}, [25, 125]],
    ["crops to the proportions", { fit: "crop" }, [50, 100]],
    ["keeps a central part first", { crop: 0.5 }, [50, 100]],
    ["resizes as the method says", { method: "nearest" }, [50, 150]],
    ["averages pixels that shrink", { method: "area" }, [25, 125]],
  ] as const)("%s", async (_, options, expected) => {
    expect(await numbers({ height: 1, width: 2, ...options }, row)).toEqual(expected);
  });

  it("pads with black", async () => {
    expect(await numbers({ height: 2, width: 2, fit: "pad" }, row)).toEqual([25, 125, 0, 0]);
  });

  it("crops tall pictures at the top and bottom", async () => {
    const column = gray([0, 50, 100, 150, 200], 5, 1);
    expect(await numbers({ height: 2, width: 1, fit: "crop" }, column)).toEqual([50, 100]);
  });

  // keras.preprocessing.image.smart_resize and tf.image.resize_with_pad of Keras 3 and TensorFlow, rounded
  it.each([
    ["crop", 4, 3, [99, 149, 145, 183, 72, 68, 74, 124, 173, 190, 143, 97]],
    ["crop", 2, 5, [111, 165, 180, 55, 121, 150, 88, 104, 170, 122]],
    ["pad", 4, 3, [0, 0, 0, 114, 225, 80, 89, 200, 55, 0, 0, 0]],
    ["pad", 2, 5, [0, 114, 225, 80, 0, 0, 89, 200, 55, 0]],
  ] as const)("has the pixels of Keras: %s to %i x %i", async (fit, height, width, expected) => {
    const picture = gray(
      Array.from({ length: 54 }, (_, at) => (at * 37) % 256),
      6,
      9,
    );
    expect(await numbers({ height, width, fit }, picture)).toEqual(expected);
  });

  it("averages if antialias is true: a line of one pixel does not vanish", async () => {
    const line = gray([0, 0, 0, 0, 0, 0, 0, 240], 1, 8);
    const shrink = (antialias: boolean) => numbers({ height: 1, width: 1, antialias }, line);
    expect(await shrink(false)).toEqual([0]);
    expect((await shrink(true))[0]).toBeGreaterThan(0);
  });

  it.each([
    ["none", [0, 51, 255]],
    ["unit", [0, Math.fround(0.2), 1]],
    ["symmetric", [-1, Math.fround(-0.6), 1]],
    [{ mean: 0.2, deviation: 0.4 }, [-0.5, 0, 2]],
    [{ mean: [0.2], deviation: [0.4] }, [-0.5, 0, 2]],
  ] as const)("scales: %j", async (scaling, expected) => {
    const found = await numbers({ height: 1, width: 3, scaling }, gray([0, 51, 255], 1, 3));
    expect(found.length).toBe(3);
    found.forEach((value, at) => expect(value).toBeCloseTo(expected[at], 6));
  });

  it("scales each channel by ImageNet's mean and deviation", async () => {
    const preprocess = createPreprocess({ height: 1, width: 1, scaling: "imagenet" });
    const { data } = await preprocess({ data: Uint8Array.of(0, 255, 0), height: 1, width: 1, channels: 3 });
    [-0.485 / 0.229, (1 - 0.456) / 0.224, -0.406 / 0.225].forEach((value, at) => {
      expect(data[at]).toBeCloseTo(value, 6);
    });
  });

  it("keeps bytes as bytes, and takes floats in 0..1 for bytes", async () => {
    const preprocess = createPreprocess({ height: 1, width: 2, channels: 1 });
    const image = { data: Float32Array.of(0, 1), height: 1, width: 2, channels: 1 };
    expect((await preprocess(image)).data).toEqual(Uint8Array.of(0, 255));
    await expect(preprocess({ ...image, data: Float32Array.of(0, 255) })).rejects.toThrow(
      "preprocess: input: toUint8: image.data must be floats in 0..1",
    );
  });

  it.each([
    [{ data: Uint8Array.of(7), height: 1, width: 1, channels: 1 }, [7, 7, 7], [7]],
    [{ data: Uint8Array.of(7, 0), height: 1, width: 1, channels: 2 }, [7, 7, 7], [7]],
    [{ data: Uint8Array.of(255, 0, 0), height: 1, width: 1, channels: 3 }, [255, 0, 0], [76]],
    [{ data: Uint8Array.of(255, 0, 0, 9), height: 1, width: 1, channels: 4 }, [255, 0, 0], [76]],
    [
      { data: Uint8ClampedArray.of(255, 0, 0, 9), height: 1, width: 1, colorSpace: "srgb" },
      [255, 0, 0],
      [76],
    ],
  ] as const)("makes RGB or gray of any image: %#", async (image, rgb, luma) => {
    expect(await numbers({ height: 1, width: 1, channels: 3 }, image)).toEqual(rgb);
    expect(await numbers({ height: 1, width: 1, channels: 1 }, image)).toEqual(luma);
  });

  it("decodes JPEG and PNG by their first bytes, not by their names", async () => {
    const image = { data: new Uint8Array(8 * 8 * 3).fill(90), height: 8, width: 8, channels: 3 };
    const preprocess = createPreprocess({ height: 1, width: 1 });
    for (const bytes of [encodePngSync(image), encodeJpegSync(image)]) {
      expect((await preprocess(bytes)).data).toEqual(Uint8Array.of(90, 90, 90));
      expect((await preprocess(new File([bytes.slice()], "photo.gif"))).data[0]).toBe(90);
    }
  });

  it("rotates a JPEG upright by its EXIF orientation, unless that is switched off", async () => {
    const data = Uint8Array.from({ length: 8 * 16 }, (_, at) => (at % 16 < 8 ? 0 : 255)); // dark left, bright right
    const jpeg = withOrientation(encodeJpegSync({ data, height: 8, width: 16, channels: 1 }), 6);
    const upright = await createPreprocess({ height: 2, width: 1, channels: 1 })(jpeg);
    expect([...upright.data].map((level) => level > 128)).toEqual([false, true]); // the left is the top now
    const asStored = await createPreprocess({ height: 1, width: 2, channels: 1, orient: false })(jpeg);
    expect([...asStored.data].map((level) => level > 128)).toEqual([false, true]);
  });

  it("has its options, with defaults, as plain JSON that makes the same function again", () => {
    const { options } = createPreprocess({ height: 4, width: 5, fit: "pad" });
    expect(options).toEqual({
      height: 4,
      width: 5,
      channels: 3,
      fit: "pad",
      crop: 1,
      method: "bilinear",
      antialias: false,
      orient: true,
      scaling: "none",
    });
    expect(createPreprocess(JSON.parse(JSON.stringify(options)) as Options).options).toEqual(options);
  });
});

/** Puts a segment of EXIF with an orientation after the start of a JPEG. */
function withOrientation(jpeg: Uint8Array, orientation: number): Uint8Array {
  const tiff = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0];
  const body = [...new TextEncoder().encode("Exif\0\0"), ...tiff, 0, 0, 0, 0];
  return Uint8Array.from([0xff, 0xd8, 0xff, 0xe1, 0, body.length + 2, ...body, ...jpeg.subarray(2)]);
}

describe("createPreprocess", () => {
  it.each([
    [{ height: 0, width: 1 }, "createPreprocess: height must be an integer of at least 1, got 0"],
    [{ height: 1, width: 1, channels: 4 }, "createPreprocess: channels must be one of 1, 3, got 4"],
    [{ height: 1, width: 1, fit: "cover" }, 'fit must be one of "stretch", "crop", "pad", got "cover"'],
    [{ height: 1, width: 1, crop: 0 }, "createPreprocess: crop must be above 0, got 0"],
    [
      { height: 1, width: 1, crop: 1.1 },
      "createPreprocess: crop must be a finite number from 0 to 1, got 1.1",
    ],
    [{ height: 1, width: 1, method: "cubic" }, "resize: method must be one of"],
    [
      { height: 1, width: 1, scaling: "tf" },
      'scaling must be one of "none", "unit", "symmetric", "imagenet"',
    ],
    [
      { height: 1, width: 1, scaling: { mean: 1 } },
      "createPreprocess: scaling: deviation must be a finite number, got undefined",
    ],
    [{ height: 1, width: 1, scaling: 255 }, "scaling must be a name or { mean, deviation }, got 255"],
    [{ height: 1, width: 1, scaling: { mean: 1, deviation: 1, std: 1 } }, "unknown option std"],
    [{ height: 1, width: 1, scaling: { mean: [1, 2], deviation: 1 } }, "mean must be one number or 3"],
    [{ height: 1, width: 1, scaling: { mean: 0, deviation: 0 } }, "deviation must be above 0, got 0"],
    [{ height: 1, width: 1, channels: 1, scaling: "imagenet" }, "mean must be one number or 1"],
    [{ height: 1, width: 1, antialiased: true }, "unknown option antialiased"],
  ])("refuses %j", (options, message) => {
    expect(() => createPreprocess(options as Options)).toThrow(message);
  });
});

describe("an input that is not a picture", () => {
  const preprocess = createPreprocess({ height: 1, width: 1 });
  const text = (value: string) => new TextEncoder().encode(value);

  it.each([
    [
      text("II*\0"),
      "preprocess: input: image: a JPEG, PNG, WebP, GIF, BMP or AVIF expected, got a TIFF image",
    ],
    [text("<!doctype html>"), "got an HTML page"],
    [Uint8Array.of(1, 2, 3, 4), "got the bytes 01 02 03 04"],
    [new Uint8Array(), "got an empty file"],
    [new File([text("GIF89a")], "cat.jpg"), "cat.jpg: gif: the data ends in the header"],
    [encodePngSync(row).subarray(0, 40), "preprocess: input: png:"],
  ])("throws an ImageError that names it: %#", async (input, message) => {
    const error: unknown = await preprocess(input).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ImageError);
    expect((error as ImageError).message).toContain(message);
  });

  it.each([
    [null, "preprocess: input must be a picture, got null; pass an image, the bytes"],
    [
      [row, row],
      "preprocess: input must be a picture, got an array of 2; for several pictures, call classifyBatch",
    ],
    [Promise.resolve(row), "preprocess: input must be a picture, got an object (Promise); await it first"],
    ["no/such/photo.jpg", "no/such/photo.jpg cannot be read: ENOENT: no such file or directory"],
    [
      "https://example.org/a.jpg",
      'must be a path, got an address; write new URL("https://example.org/a.jpg")',
    ],
    [new URL("file:///no/such.jpg"), "file:///no/such.jpg cannot be read: ENOENT"],
    [
      new URL("data:text/plain,hello"),
      'preprocess: input: image: a JPEG, PNG, WebP, GIF, BMP or AVIF expected, got text that begins with "hello"',
    ],
    [{ data: [1], height: 1, width: 1, channels: 1 }, "preprocess: input: toUint8: image.data must be"],
  ])("throws an error that names it: %#", async (input, message) => {
    await expect(preprocess(input as ImageInput)).rejects.toThrow(message);
  });

  it("reads a data URL", async () => {
    const png = encodePngSync({ data: Uint8Array.of(1, 2, 3), height: 1, width: 1, channels: 3 });
    const url = new URL(`data:image/png;base64,${Buffer.from(png).toString("base64")}`);
    expect((await preprocess(url)).data).toEqual(Uint8Array.of(1, 2, 3));
  });
});
