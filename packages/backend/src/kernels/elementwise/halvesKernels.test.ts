import { engine, type Tensor, tensor } from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { symmetric } from "../../../fixtures/rule.ts";
import { useBackend } from "../../engine/useBackend.ts";

/** The value of a 16-bit float, by its definition: sign, five bits of exponent, ten of fraction. */
function valueOf(half: number): number {
  const [sign, exponent, fraction] = [half >> 15, (half >> 10) & 31, half & 1023];
  const size = exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25);
  return sign === 1 ? -size : size;
}

/** All finite 16-bit floats, from 0 up. */
const SIZES = Array.from({ length: 31 << 10 }, (_, half) => valueOf(half));

function pack(numbers: ArrayLike<number>): Uint16Array {
  const x = tensor(Float32Array.from(numbers));
  const packed: Tensor = engine().runKernel("TensorloomPackHalves", { x }, {});
  const { buffer, byteOffset } = packed.dataSync<"int32">().slice();
  x.dispose();
  packed.dispose();
  return new Uint16Array(buffer, byteOffset, numbers.length);
}

function unpack(halves: Uint16Array): Float32Array {
  const words = new Int32Array(Math.ceil(halves.length / 2));
  new Uint16Array(words.buffer).set(halves);
  const packed = tensor(words, undefined, "int32");
  const y: Tensor = engine().runKernel("TensorloomUnpackHalves", { packed }, { shape: [halves.length] });
  const numbers = y.dataSync<"float32">().slice();
  packed.dispose();
  y.dispose();
  return numbers;
}

describe.each([1, 2])("16-bit floats on wasm, with %i thread(s)", (threads) => {
  beforeAll(() => useBackend("wasm", { threads, activations: "float16" }));
  afterAll(() => useBackend("wasm"));

  it("all of them are read and written as IEEE 754 defines them", () => {
    const halves = Uint16Array.from({ length: 2 * SIZES.length }, (_, at) =>
      at < SIZES.length ? at : 0x8000 + at - SIZES.length,
    );
    const numbers = unpack(halves);
    expect(numbers).toEqual(Float32Array.from(halves, valueOf));
    expect(pack(numbers)).toEqual(halves);
  });

  it("a number between two becomes the nearer one, and of two equally near the even one", () => {
    const middles = SIZES.slice(1).map((size, at) => (SIZES[at] + size) / 2);
    expect(pack(middles)).toEqual(Uint16Array.from(middles, (_, at) => at + (at & 1)));
    const shifts = symmetric("shift", [middles.length]).map((shift) => shift * 0.99);
    const near = middles.map((middle, at) => middle + shifts[at] * (SIZES[at + 1] - middle));
    expect(pack(near)).toEqual(Uint16Array.from(near, (_, at) => (shifts[at] > 0 ? at + 1 : at)));
  });

  it("a number that is too large becomes the largest, and no number stays none", () => {
    const largest = SIZES.at(-1);
    expect([...unpack(pack([1e6, -Infinity, 65519, NaN, -0]))]).toEqual([largest, -65504, largest, NaN, -0]);
  });

  it.each([1, 2, 7, 8, 9, 17, 100_003])("%i of them keep their places", (count) => {
    const numbers = Float32Array.from({ length: count }, (_, at) => at % 2048);
    expect(unpack(pack(numbers))).toEqual(numbers);
  });
});
