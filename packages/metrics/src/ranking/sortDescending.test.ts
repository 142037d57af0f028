import { random } from "@tensorloom/core";
import { describe, expect, it } from "vitest";
import { sortDescending } from "./sortDescending.ts";

const stream = random(3);
const draw = (rows: number, make: () => number): Float64Array => Float64Array.from({ length: rows }, make);

const CASES: Readonly<Record<string, Float64Array>> = {
  "a few": draw(100, () => stream.normal()),
  "many of both signs": draw(10_000, () => stream.normal() * 1e3),
  "many with ties": draw(10_000, () => stream.integer(50) / 50 - 0.4),
  "many that are equal": new Float64Array(5_000).fill(0.25),
  "extreme ones": draw(6_000, () => [1e308, -1e308, 5e-324, -5e-324, 0, -0, 1, -1][stream.integer(8)]),
};

describe("sortDescending", () => {
  it.each(Object.entries(CASES))("orders %s as a stable sort does", (_, values) => {
    const order = Array.from(values.keys()).sort((a, b) => values[b] - values[a]);
    expect([...sortDescending(values)]).toEqual(order);
    const single = Float32Array.from(values.map(Math.fround), (value) =>
      Number.isFinite(value) ? value : 1,
    );
    const orderOfSingle = Array.from(single.keys()).sort((a, b) => single[b] - single[a]);
    expect([...sortDescending(single)]).toEqual(orderOfSingle);
  });
});
