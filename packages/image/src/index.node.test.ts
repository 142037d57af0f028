import { describe, expect, it } from "vitest";
import * as named from "@tensorloom/image";
import * as native from "./index.node.ts";
import * as portable from "./index.ts";

// Either one type-checks as the other, so one set of declarations serves both.
const asPortable: typeof portable = native;
const asNative: typeof native = portable;

/** Any codec, called here with a wrong argument. */
type Codec = (argument: never) => unknown;

describe("what Node imports and what a browser imports", () => {
  it("have the same names", () => {
    expect(Object.keys(asPortable).sort()).toEqual(Object.keys(asNative).sort());
  });

  it("differ in the functions that have a native version", () => {
    const differing = Object.entries(native).filter(([name, value]) => value !== Reflect.get(portable, name));
    expect(differing.map(([name]) => name).sort()).toEqual([
      "decodeImage",
      "decodeJpeg",
      "decodePng",
      "decodeResized",
      "encodeJpeg",
      "jpegDecoder",
    ]);
  });

  it("are picked by the package's conditions: tests run in Node", () => {
    expect(named.decodeJpeg).toBe(native.decodeJpeg);
  });

  it("say which decoder they use", async () => {
    expect(await portable.jpegDecoder()).toEqual({
      name: "portable",
      reason: "the native library needs Node",
    });
    expect((await native.jpegDecoder()).reason).toContain("@julusian/jpeg-turbo");
  });

  it("decode and encode the same images", async () => {
    const image = { data: new Uint8Array(8 * 8 * 3).fill(128), height: 8, width: 8, channels: 3 };
    for (const { decodeJpeg, decodePng, encodeJpeg, encodePng } of [native, portable]) {
      expect(await decodeJpeg(await encodeJpeg(image))).toEqual(image);
      expect(await decodePng(await encodePng(image))).toEqual(image);
      expect((await decodePng(await encodePng(image), { dtype: "float32" })).data).toBeInstanceOf(
        Float32Array,
      );
    }
  });

  it.each([
    "decodeImage",
    "decodeJpeg",
    "decodeJpegSync",
    "decodePng",
    "decodePngSync",
    "encodeJpeg",
    "encodeJpegSync",
    "encodePng",
    "encodePngSync",
  ] as const)("name %s in its own errors", async (name) => {
    for (const call of [native[name], portable[name]] as readonly Codec[])
      await expect((async (): Promise<unknown> => await call(null as never))()).rejects.toThrow(
        new RegExp(`^${name}: (bytes|image) must be `),
      );
  });

  it("report errors as rejections", async () => {
    for (const { decodeJpeg, decodePng, encodeJpeg, encodePng } of [native, portable]) {
      await expect(decodeJpeg(new Uint8Array(3))).rejects.toThrow("jpeg: no start-of-image marker");
      await expect(decodePng(new Uint8Array(3))).rejects.toThrow("png: ");
      await expect(encodeJpeg(null as never)).rejects.toThrow("encodeJpeg: image must be an object");
      await expect(encodePng(null as never)).rejects.toThrow("encodePng: image must be an object");
    }
  });
});
