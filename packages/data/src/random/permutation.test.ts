import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { permutation } from "./permutation.ts";

const order = (length: number, ...keys: [number, ...number[]]): number[] =>
  Array.from({ length }, (_, i) => i).map(permutation(length, keys));

describe("permutation", () => {
  it("keeps its orders from version to version", () => {
    // Pinned: changing these changes every shuffled epoch of every user.
    expect(order(10, 42)).toMatchInlineSnapshot(`
      [
        6,
        5,
        8,
        4,
        3,
        0,
        7,
        2,
        1,
        9,
      ]
    `);
    expect(order(10, 42, 1)).toMatchInlineSnapshot(`
      [
        6,
        0,
        3,
        7,
        9,
        4,
        8,
        5,
        1,
        2,
      ]
    `);
    const large = permutation(28_984, [7, 3]);
    expect([large(0), large(1), large(28_983)]).toMatchInlineSnapshot(`
      [
        24843,
        20944,
        5378,
      ]
    `);
  });

  it("contains every number once", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 500 }), fc.maxSafeInteger(), (length, seed) => {
        expect(order(length, seed).sort((a, b) => a - b)).toEqual(Array.from({ length }, (_, i) => i));
      }),
    );
  });

  it("stays within the largest length", () => {
    const length = Number.MAX_SAFE_INTEGER;
    const at = permutation(length, [1]);
    const numbers = Array.from({ length: 1000 }, (_, i) => at(i));
    expect(new Set(numbers).size).toBe(1000);
    for (const number of numbers)
      expect(number >= 0 && number < length && Number.isInteger(number)).toBe(true);
  });

  it.each([2, 3, 4, 5, 6])("yields all orders of %s numbers equally often", (length) => {
    const orders = Array.from({ length }, (_, i) => i + 1).reduce((product, n) => product * n, 1);
    const draws = 60 * orders;
    const counts = new Map<string, number>();
    for (let epoch = 0; epoch < draws; epoch++) {
      const name = order(length, 0, epoch).join();
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    expect(counts.size).toBe(orders);
    const chi2 = [...counts.values()].reduce((sum, count) => sum + (count - 60) ** 2 / 60, 0);
    const freedom = orders - 1;
    expect(Math.abs(chi2 - freedom)).toBeLessThan(4 * Math.sqrt(2 * freedom)); // four standard deviations
  });

  it.each([5, 16, 97])("puts each of %s numbers at each position equally often", (length) => {
    const seeds = 4000;
    const counts = new Float64Array(length * length);
    for (let seed = 0; seed < seeds; seed++)
      order(length, seed).forEach((number, place) => (counts[place * length + number] += 1));
    const expected = seeds / length;
    const chi2 = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    const freedom = (length - 1) ** 2;
    expect(Math.abs(chi2 - freedom)).toBeLessThan(5 * Math.sqrt(2 * freedom)); // five standard deviations
  });

  it("spreads each tenth of 5000 numbers evenly over all tenths", () => {
    const [length, seeds, parts] = [5000, 40, 10];
    const counts = new Float64Array(parts * parts);
    const part = (number: number): number => Math.floor((number * parts) / length);
    for (let seed = 0; seed < seeds; seed++)
      order(length, seed).forEach((number, place) => (counts[part(place) * parts + part(number)] += 1));
    const expected = (seeds * length) / parts ** 2;
    const chi2 = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(chi2).toBeLessThan((parts - 1) ** 2 + 5 * Math.sqrt(2 * (parts - 1) ** 2));
  });

  it("separates neighbours by the distance of a random order", () => {
    const length = 1000;
    let sum = 0;
    for (let seed = 0; seed < 20; seed++) {
      const numbers = order(length, seed, 5);
      for (let i = 1; i < length; i++) sum += Math.abs(numbers[i] - numbers[i - 1]);
    }
    const mean = sum / 20 / (length - 1);
    expect(Math.abs(mean - length / 3)).toBeLessThan(8); // a third of the length; the standard error is under 2
  });
});
