import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { bytes, encodeExample, int64, parseExample, parseExamples, partition, ragged } from "../index.ts";
import { decodeRaw, parseTensor, type Ragged, type Sparse, toDense, variableLength } from "../index.ts";
import type { NumberDType, TensorDType } from "./tensorTypes.ts";

/** What tensors.py writes. */
interface Golden {
  readonly parse: readonly (Expected & {
    readonly dtype: TensorDType;
    readonly case: string;
    readonly bytes: string;
  })[];
  readonly raw: readonly (Expected & {
    readonly dtype: NumberDType;
    readonly littleEndian: boolean;
    readonly fixedLength?: number;
    readonly bytes: string;
  })[];
  readonly dense: readonly (Expected & {
    readonly kind: "sparse" | "ragged";
    readonly dtype: "float32" | "int64" | "string";
    readonly values: readonly (number | string)[];
    readonly indices?: readonly number[];
    readonly denseShape?: readonly number[];
    readonly rowSplits?: readonly (readonly number[])[];
    readonly defaultValue: number | string | null;
    readonly wanted?: readonly (number | null)[] | null;
  })[];
}

interface Expected {
  readonly shape: readonly number[];
  readonly data: readonly unknown[];
}

const golden = JSON.parse(
  readFileSync(new URL("../../fixtures/tensors.json", import.meta.url), "utf8"),
) as Golden; // as tensors.py writes it

const decode = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, "base64"));

/** Elements as tensors.py writes them. */
function plain(data: ArrayLike<unknown>, dtype: string): readonly unknown[] {
  const all = Array.from(data, (value) => {
    if (typeof value === "bigint") return String(value);
    if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
    if (typeof value === "string") return Buffer.from(value).toString("base64");
    return Number.isFinite(value)
      ? Number(value) + 0
      : String(value).toLowerCase().replace("infinity", "inf");
  });
  if (!dtype.startsWith("complex")) return all;
  return Array.from({ length: all.length / 2 }, (_, i) => all.slice(2 * i, 2 * i + 2));
}

/** Bytes of protobuf fields: a varint each, or bytes with their length. */
function message(
  ...fields: readonly (readonly [field: number, value: number | readonly number[]])[]
): Uint8Array {
  return Uint8Array.from(
    fields.flatMap(([field, value]) =>
      typeof value === "number"
        ? [field << 3, ...varint(value)]
        : [(field << 3) | 2, ...varint(value.length), ...value],
    ),
  );
}

function varint(value: number): readonly number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}

const shapeOf = (...sizes: readonly number[]): readonly number[] => [
  ...message(...sizes.map((size) => [2, [...message([1, size])]] as const)),
];

describe("parseTensor", () => {
  it.each(golden.parse.map((one) => [one.dtype, one.case, one] as const))(
    "parses what TensorFlow parses: %s, %s",
    (dtype, _, { bytes: packed, shape, data }) => {
      for (const type of dtype === "string" ? (["string", "bytes"] as const) : [dtype]) {
        const parsed = parseTensor(decode(packed), type);
        expect(parsed.shape).toEqual(shape);
        expect(plain(parsed.data, dtype)).toEqual(data);
      }
    },
  );

  it("parses a tensor in a feature of an Example, into arrays of its own", () => {
    const serialized = message([1, 3], [2, shapeOf(2)], [4, [1, 0, 0, 0, 255, 255, 255, 255]]);
    const { tensor } = parseExample(encodeExample({ tensor: bytes(serialized) }), {
      tensor: variableLength("bytes"),
    });
    const { data } = parseTensor(tensor[0], "int32");
    tensor[0].fill(0);
    expect(data).toEqual(Int32Array.of(1, -1));
    const texts = message([1, 7], [2, shapeOf(1)], [8, [97]]);
    const [text] = parseTensor(texts, "bytes").data;
    texts.fill(0);
    expect(text).toEqual(Uint8Array.of(97));
  });

  it.each<[string, Uint8Array, TensorDType]>([
    ["expected a tensor of float32, got int64", message([1, 9]), "float32"],
    ["expected a tensor of float32, got the type 21 of types.proto", message([1, 21]), "float32"],
    ["expected a tensor of float32, got the type 0 of types.proto", message(), "float32"],
    ["expected a shape, got an unknown rank", message([1, 1], [2, [...message([3, 1])]]), "float32"],
    ["expected 8 bytes of content, got 4", message([1, 1], [2, shapeOf(2)], [4, [0, 0, 0, 0]]), "float32"],
    [
      "the tensor [1099511627776] has more than 1073741824 bytes; see maxBytes",
      message([1, 1], [2, shapeOf(2 ** 40)]),
      "float32",
    ],
    [
      "the tensor [67108864, 67108864] has more than 1073741824 bytes; see maxBytes",
      message([1, 4], [2, shapeOf(2 ** 26, 2 ** 26)], [4, [1]]),
      "uint8",
    ],
    [
      "the tensor [268435456] has more than 1073741824 bytes; see maxBytes",
      message([1, 7], [2, shapeOf(2 ** 28)]),
      "string",
    ],
    ["expected numbers of 4 bytes each", message([1, 1], [2, shapeOf(1)], [5, [1, 2, 3]]), "float32"],
    ["expected a length within the message at byte 3", Uint8Array.of(8, 1, 34, 200, 1), "float32"],
    ["holds bytes that are not UTF-8 text", message([1, 7], [8, [255]]), "string"],
  ])("refuses: %s", (problem, serialized, dtype) => {
    expect(() => parseTensor(serialized, dtype)).toThrow("parseTensor: ");
    expect(() => parseTensor(serialized, dtype)).toThrow(problem);
    expect(() => parseTensor(serialized, dtype)).toThrow(RangeError);
  });

  it("refuses a negative size, a small limit and other arguments", () => {
    const negative = message([1, 1], [2, [...message([2, [8, ...new Array<number>(9).fill(255), 1]])]]);
    expect(() => parseTensor(negative, "float32")).toThrow(
      "parseTensor: expected sizes of at least 0, got -1",
    );
    const filled = message([1, 4], [2, shapeOf(100)], [7, 5]);
    expect(parseTensor(filled, "uint8", { maxBytes: 100 }).data).toEqual(new Uint8Array(100).fill(5));
    expect(() => parseTensor(filled, "uint8", { maxBytes: 99 })).toThrow(
      "has more than 99 bytes; see maxBytes",
    );
    expect(() => parseTensor("abc" as never, "uint8")).toThrow(
      'parseTensor: bytes must be a Uint8Array, got "abc"',
    );
    expect(() => parseTensor(filled, "float" as "float32")).toThrow("parseTensor: dtype must be one of");
  });

  it("survives any damage to a tensor: a result or a RangeError", () => {
    const whole = decode(golden.parse.find((one) => one.case === "a repeated field")!.bytes);
    for (let at = 0; at < whole.length; at++)
      for (const byte of [0, 1, 127, 128, 255]) {
        const damaged = Uint8Array.from(whole);
        damaged[at] = byte;
        for (const part of [damaged, damaged.subarray(0, at)])
          try {
            parseTensor(part, "float32", { maxBytes: 1000 });
          } catch (error) {
            expect(error).toBeInstanceOf(RangeError);
          }
      }
  });
});

describe("decodeRaw", () => {
  it.each(golden.raw.map((one) => [one.dtype, one.littleEndian, one.fixedLength, one] as const))(
    "decodes as TensorFlow: %s, little-endian %s, fixed length %s",
    (dtype, littleEndian, fixedLength, { bytes: packed, data }) => {
      expect(plain(decodeRaw(decode(packed), dtype, { littleEndian, fixedLength }), dtype)).toEqual(data);
    },
  );

  it("copies bytes at any offset, and decodes every half", () => {
    const odd = Uint8Array.of(9, 1, 0, 0, 0).subarray(1);
    const decoded = decodeRaw(odd, "int32");
    odd.fill(7);
    expect(decoded).toEqual(Int32Array.of(1));
    expect(decodeRaw(Uint8Array.of(0, 0x7c, 0, 0xfc, 1, 0x7c, 1, 0), "float16")).toEqual(
      Float32Array.of(Infinity, -Infinity, NaN, 2 ** -24),
    );
    expect(decodeRaw(new Uint8Array(0), "float64")).toEqual(new Float64Array(0));
  });

  it("refuses lengths that do not fit, and other arguments", () => {
    expect(() => decodeRaw(new Uint8Array(6), "int32")).toThrow(
      "decodeRaw: bytes must have a multiple of 4 bytes for int32, got 6",
    );
    expect(() => decodeRaw(new Uint8Array(8), "int32", { fixedLength: 6 })).toThrow(
      "decodeRaw: fixedLength must have a multiple of 4 bytes for int32, got 6",
    );
    expect(() => decodeRaw(new Uint8Array(8), "string" as "int8")).toThrow("decodeRaw: dtype must be one of");
    expect(() => decodeRaw([1] as never, "int8")).toThrow(
      "decodeRaw: bytes must be a Uint8Array, got an array of 1",
    );
  });
});

describe("toDense", () => {
  it.each(golden.dense.map((one) => [one.kind, one.dtype, one.wanted, one] as const))(
    "is what TensorFlow makes: %s, %s, shape %j",
    (
      kind,
      dtype,
      wanted,
      { values, indices = [], denseShape = [], rowSplits = [], defaultValue, shape, data },
    ) => {
      const exact = (value: number | string): bigint => BigInt(value);
      const stored =
        dtype === "int64"
          ? BigInt64Array.from(values, exact)
          : dtype === "string"
            ? values.map((one) => Buffer.from(one as string, "base64").toString())
            : Float32Array.from(values as readonly number[]);
      const feature =
        kind === "sparse"
          ? { values: stored, indices: Int32Array.from(indices), denseShape }
          : { values: stored, rowSplits: rowSplits.map((splits) => Int32Array.from(splits)) };
      const filler =
        defaultValue === null ? undefined : dtype === "int64" ? exact(defaultValue) : defaultValue;
      const result = toDense(feature as Sparse<Float32Array> | Ragged<Float32Array>, {
        defaultValue: filler as number,
        shape: wanted ?? undefined,
      });
      expect(result.shape).toEqual(shape);
      expect(plain(result.data, dtype)).toEqual(data);
    },
  );

  it("makes batches of lists dense, cut and filled to a shape", () => {
    const examples = [[1, 2, 3], [], [4]].map((ids) =>
      encodeExample({ ids: int64(...ids), sizes: int64(ids.length) }),
    );
    const spec = {
      ids: variableLength("int64", { as: "number" }),
      rows: ragged("int64", { value: "ids", partitions: [partition.rowLengths("sizes")] }),
    };
    const { ids, rows } = parseExamples(examples, spec);
    expect(toDense(ids, { shape: [null, 2], defaultValue: -1 })).toEqual({
      data: Float64Array.of(1, 2, -1, -1, 4, -1),
      shape: [3, 2],
    });
    expect(toDense(rows, { shape: [null, 1, 2] })).toEqual({
      data: BigInt64Array.of(1n, 2n, 0n, 0n, 4n, 0n),
      shape: [3, 1, 2],
    });
    expect(toDense({ values: [Uint8Array.of(1)], rowSplits: [Int32Array.of(0, 1, 1)] })).toEqual({
      data: [Uint8Array.of(1), new Uint8Array(0)],
      shape: [2, 1],
    });
  });

  const sparse = { values: Float32Array.of(1, 2), indices: Int32Array.of(0, 1), denseShape: [3] };
  it.each<[string, Sparse<Float32Array> | Ragged<Float32Array>, object]>([
    ["indices must be inside [3], got [3]", { ...sparse, indices: Int32Array.of(0, 3) }, {}],
    ["indices must be inside [3], got [-1]", { ...sparse, indices: Int32Array.of(-1, 1) }, {}],
    ["indices must differ, but [1] occurs twice", { ...sparse, indices: Int32Array.of(1, 1) }, {}],
    ["indices must have 2 numbers, 1 per value, got 3", { ...sparse, indices: Int32Array.of(0, 1, 2) }, {}],
    [
      "[65536, 65536] has more than 2^30 elements; set a smaller shape",
      { ...sparse, denseShape: [2 ** 16, 2 ** 16] },
      {},
    ],
    ["shape must have 1 dimensions, got 2", sparse, { shape: [1, 2] }],
    ["shape[0] must be an integer of at least 0, got -1", sparse, { shape: [-1] }],
    ["defaultValue must be a number, got 1", sparse, { defaultValue: 1n }],
    ["rowSplits must have at least one level", { values: sparse.values, rowSplits: [] }, {}],
    ["unknown option default; known are defaultValue, shape", sparse, { default: 1 }],
  ])("throws: %s", (problem, value, options) => {
    expect(() => toDense(value, options)).toThrow(`toDense: ${problem}`);
  });
});
