import { describe, expect, it } from "vitest";
import type { Compression } from "./communicator.ts";
import { floatsFrom16Bits, roundTo16Bits } from "./sixteenBits.ts";

/** Numbers, and their bits by NumPy (`np.float16(x).view("u2")`) and by TensorFlow (`tf.cast(x, tf.bfloat16)`). */
const KNOWN: Readonly<Record<Compression, readonly (readonly [number, number])[]>> = {
  float16: [
    [1, 0x3c00],
    [-2, 0xc000],
    [0.1, 0x2e66],
    [1 / 3, 0x3555],
    [2049, 0x6800], // a tie, to even
    [2051, 0x6802],
    [65_504, 0x7bff],
    [65_519, 0x7bff],
    [6e-5, 0x03ef], // subnormal
    [5.960464477539063e-8, 0x0001],
    [2.9e-8, 0x0000],
    [-0, 0x0000], // as -0 + 0 is
    [Infinity, 0x7c00],
  ],
  bfloat16: [
    [1, 0x3f80],
    [-2, 0xc000],
    [0.1, 0x3dcd],
    [1 / 3, 0x3eab],
    [257, 0x4380], // a tie, to even
    [259, 0x4382],
    [3e38, 0x7f62],
    [1e-40, 0x0001],
    [-0, 0x0000], // as -0 + 0 is
    [-Infinity, 0xff80],
  ],
};

describe.each(["float16", "bfloat16"] as const)("%s", (compression) => {
  it("rounds to the nearest, ties to even", () => {
    const values = Float32Array.from(KNOWN[compression], ([value]) => value);
    const bits = new Uint16Array(values.length);
    roundTo16Bits(compression, values, new Float32Array(values.length), bits);
    expect([...bits]).toEqual(KNOWN[compression].map(([, known]) => known));
  });

  it("returns every number of 16 bits as it was", () => {
    const bits = Uint16Array.from({ length: 65_536 }, (_, i) => i);
    const floats = new Float32Array(bits.length);
    floatsFrom16Bits(compression, bits, floats);
    const again = new Uint16Array(bits.length);
    const lost = new Float32Array(bits.length);
    roundTo16Bits(compression, floats, lost, again);
    const numbers = [...bits].filter((i) => !Number.isNaN(floats[i]));
    expect(numbers.filter((i) => again[i] !== i)).toEqual([0x8000]); // -0 + 0 is 0
    expect(lost.every((rest) => rest === 0)).toBe(true);
    const notNumbers = [...bits].filter((i) => Number.isNaN(floats[i]));
    const rounded = new Float32Array(bits.length);
    floatsFrom16Bits(compression, again, rounded);
    expect(notNumbers.every((i) => Number.isNaN(rounded[i]))).toBe(true);
    expect(notNumbers.length).toBe(compression === "float16" ? 2046 : 254);
  });

  it("loses nothing over many steps, also of numbers that are too large or too small", () => {
    const values = Float32Array.of(0.1, 1e5, -3e-9, 3.4e38);
    const [lost, bits] = [new Float32Array(4), new Uint16Array(4)];
    const [floats, total] = [new Float32Array(4), new Float64Array(4)];
    for (let step = 0; step < 10; step++) {
      const now = values.map((value, i) => (step > 1 && i > 0 && i !== 2 ? 0 : value));
      roundTo16Bits(compression, now, lost, bits);
      floatsFrom16Bits(compression, bits, floats);
      for (const [i, x] of floats.entries()) total[i] += x;
    }
    expect(total[0] + lost[0]).toBeCloseTo(1, 5);
    expect((total[1] + lost[1]) / 2e5).toBeCloseTo(1, 6);
    expect((total[2] + lost[2]) / -3e-8).toBeCloseTo(1, 5);
    expect(floats.every(Number.isFinite)).toBe(true);
  });
});
