import { describe, expectTypeOf, it } from "vitest";
import {
  type Dataset,
  filter,
  fromArray,
  fromGenerator,
  fromIterable,
  groupByWindow,
  type NDArray,
  range,
  rebatch,
  stack,
  type Stacked,
  unbatch,
  zip,
} from "../index.ts";

describe("a dataset", () => {
  it("infers its types from end to end", () => {
    const images = fromGenerator(function* () {
      yield { image: { data: new Uint8Array(3), height: 1, width: 1, channels: 3 }, target: 1, name: "a" };
    });
    expectTypeOf(range(3).map((x) => String(x))).toEqualTypeOf<Dataset<string>>();
    expectTypeOf(range(3).map((x) => Promise.resolve(x > 1))).toEqualTypeOf<Dataset<boolean>>();
    expectTypeOf(range(3).batch(2)).toEqualTypeOf<Dataset<number[]>>();
    expectTypeOf(range(3).batch(2).unbatch()).toEqualTypeOf<Dataset<number>>();
    expectTypeOf(range(3).window(2)).toEqualTypeOf<Dataset<number[]>>();
    expectTypeOf(range(3).batch(2).apply(rebatch(3))).toEqualTypeOf<Dataset<number[]>>();
    const parity = (x: number): number => x % 2;
    expectTypeOf(range(3).apply(groupByWindow(parity, { size: 2 }))).toEqualTypeOf<Dataset<number[]>>();
    const named = groupByWindow((x: number): string => `key ${String(x)}`, {
      size: (key) => key.length,
      collate: (group, key) => [key, ...group],
    });
    expectTypeOf(range(3).apply(named)).toEqualTypeOf<Dataset<(string | number)[]>>();
    expectTypeOf(range(3).shuffle().repeat().prefetch(1).take(2).unique()).toEqualTypeOf<Dataset<number>>();
    expectTypeOf(fromArray(["a"]).concatenate(fromArray(["b"]))).toEqualTypeOf<Dataset<string>>();
    expectTypeOf(range(3).flatMap((x) => [String(x)])).toEqualTypeOf<Dataset<string>>();
    expectTypeOf(range(3).interleave((x) => range(x))).toEqualTypeOf<Dataset<number>>();
    expectTypeOf(range(3).enumerate()).toEqualTypeOf<Dataset<readonly [number, number]>>();
    expectTypeOf(range(3).zip(fromArray(["a"]))).toEqualTypeOf<Dataset<[number, string]>>();
    expectTypeOf(
      zip(range(3), fromArray(["a"]))
        .open()
        .next(),
    )
      .extract<Promise<unknown>>()
      .not.toBeNever();
    expectTypeOf(range(3).scan(0, (sum, x) => [sum + x, String(x)])).toEqualTypeOf<Dataset<string>>();
    expectTypeOf(
      fromArray<number | string>([1]).filter((x): x is string => typeof x === "string"),
    ).toEqualTypeOf<Dataset<string>>();
    expectTypeOf(images.batch(16, { collate: stack })).toEqualTypeOf<
      Dataset<{ image: NDArray<Uint8Array<ArrayBuffer>>; target: NDArray<Float32Array>; name: string[] }>
    >();
    expectTypeOf(range(3).batch(2, { collate: (xs) => Promise.resolve(xs.length) })).toEqualTypeOf<
      Dataset<number>
    >();
    const mixed = fromArray<number | string>([1]);
    expectTypeOf(mixed.apply(filter((x): x is string => typeof x === "string"))).toEqualTypeOf<
      Dataset<string>
    >();
    expectTypeOf(mixed.apply(filter((x) => x !== 1))).toEqualTypeOf<Dataset<string | number>>();
    // @ts-expect-error -- a string is not an iterable of its letters
    range(3).flatMap(() => "abc");
    // @ts-expect-error -- nor here
    range(3).interleave(() => "abc");
    // @ts-expect-error -- nor here
    fromIterable(() => "abc");
    // @ts-expect-error -- nor here
    fromArray(["a"]).unbatch();
    // @ts-expect-error -- nor here
    fromArray(["a"]).apply(unbatch());
    expectTypeOf(range(3).flatMap((x) => (x > 1 ? [x] : new Set([x])))).toEqualTypeOf<Dataset<number>>();
    expectTypeOf(fromIterable(() => new ReadableStream<string>())).toEqualTypeOf<Dataset<string>>();
    expectTypeOf(
      fromIterable(async function* () {
        yield* [await Promise.resolve(1)];
      }),
    ).toEqualTypeOf<Dataset<number>>();
    // @ts-expect-error -- numbers contain no elements
    range(3).unbatch();
    // @ts-expect-error -- a transform of strings does not accept numbers
    range(3).map((word: string) => word);
  });

  it("stacks a union type as one", () => {
    const stacked = <T>(elements: Dataset<T>): Dataset<Stacked<T>> => elements.batch(2, { collate: stack });
    const one = range(3);
    expectTypeOf(stacked(one.map((x) => x > 1))).toEqualTypeOf<Dataset<boolean[]>>();
    expectTypeOf(one.map((x) => x > 1).batch(2, { collate: stack })).toEqualTypeOf<Dataset<boolean[]>>();
    expectTypeOf<Stacked<"a" | "b">>().toEqualTypeOf<("a" | "b")[]>();
    expectTypeOf<Stacked<string | null>>().toEqualTypeOf<(string | null)[]>();
    expectTypeOf<Stacked<1 | 2>>().toEqualTypeOf<NDArray<Float32Array>>();
    expectTypeOf<Stacked<Date>>().toEqualTypeOf<Date[]>();
    expectTypeOf<Stacked<Date | undefined>>().toEqualTypeOf<(Date | undefined)[]>();
    expectTypeOf<Stacked<Map<string, number>>>().toEqualTypeOf<Map<string, number>[]>();
    expectTypeOf<Stacked<readonly [number, boolean]>>().toEqualTypeOf<[NDArray<Float32Array>, boolean[]]>();
    expectTypeOf<
      Stacked<{ readonly kind: "a"; readonly x: number } | { kind: "b"; x: number }>
    >().toEqualTypeOf<{
      kind: ("a" | "b")[];
      x: NDArray<Float32Array>;
    }>();
    expectTypeOf<Stacked<{ a?: string }>>().toEqualTypeOf<{ a?: (string | undefined)[] }>();
  });
});
