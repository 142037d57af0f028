import { setOrigin } from "@tensorloom/core";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fromArray } from "../dataset/from.ts";
import { type Columns, restoreColumns } from "./columns.ts";
import type { ColumnSpec } from "./columnSpec.ts";
import { fitColumns } from "./fitColumns.ts";
import { groupColumns } from "./groupColumns.ts";

interface Row {
  readonly patient: string;
  readonly age: number | null;
  readonly bytes: number;
  readonly flat: number;
  readonly site: string;
  readonly device: number;
}

type Numbers = readonly (number | null)[];

const golden = JSON.parse(readFileSync(new URL("../../fixtures/columns.json", import.meta.url), "utf8")) as {
  readonly train: readonly Row[];
  readonly test: readonly Row[];
  readonly mean: number;
  readonly median: number;
  readonly sites: readonly string[];
  readonly site: readonly (readonly number[])[];
  readonly device: readonly (readonly number[])[];
} & Readonly<
  Record<"standard" | "minMax" | "logs" | "flat" | "count" | "patientAge" | "ageDeviation", Numbers>
>;

const { train, test } = golden;

function expectNumbers(columns: Columns, expected: Numbers): void {
  test.forEach((row, at) => {
    const wanted = expected[at];
    const [value, missing] = columns.encode(row);
    expect(missing).toBe(wanted === null ? 1 : 0);
    if (wanted !== null) expect(value).toBeCloseTo(wanted, 6);
  });
}

describe("fitColumns agrees with scikit-learn", () => {
  it.each<readonly [string, keyof Row, ColumnSpec, Numbers]>([
    ["StandardScaler", "age", { kind: "number" }, golden.standard],
    ["MinMaxScaler", "age", { kind: "number", scale: "minMax" }, golden.minMax],
    ["StandardScaler of log1p", "bytes", { kind: "number", log1p: true }, golden.logs],
    ["StandardScaler of a constant", "flat", { kind: "number" }, golden.flat],
  ])("%s", async (_, name, spec, expected) => {
    expectNumbers(await fitColumns(train, { [name]: spec }), expected);
  });

  it("OneHotEncoder that ignores unknown categories: texts and numbers", async () => {
    const sites = await fitColumns(train, { site: { kind: "category", missing: "refuse" } });
    expect(sites.names).toEqual(golden.sites.map((site) => `site=${site}`));
    expect(test.map((row) => [...sites.encode(row)])).toEqual(golden.site);
    const devices = await fitColumns(train, { device: { kind: "category", missing: "ignore" } });
    expect(devices.names).toEqual(["device=9", "device=10", "device=100"]);
    expect(test.map((row) => [...devices.encode(row)])).toEqual(golden.device);
  });

  it("pandas's columns of groups", () => {
    const described = groupColumns(train, {
      by: "patient",
      add: { images: "count", patientAge: { mean: "age" }, off: { deviation: "age" } },
    });
    const near = (value: number | undefined, expected: number | null): void => {
      if (expected === null) expect(value).toBeUndefined();
      else expect(value).toBeCloseTo(expected, 9);
    };
    described.forEach(({ images, patientAge, off }, at) => {
      expect(images).toBe(golden.count[at]);
      near(patientAge, golden.patientAge[at]);
      near(off, golden.ageDeviation[at]);
    });
  });
});

describe("fitColumns", () => {
  it("fills in the mean, the median or a number, with a flag or without", async () => {
    const [scale, gone] = [1, { age: undefined }];
    const fitted = (fill: "mean" | "median" | number, missing: "flag" | "ignore") =>
      fitColumns(train, { age: { kind: "number", scale, fill, missing } });
    expect((await fitted("mean", "ignore")).encode(gone)).toEqual(Float32Array.of(golden.mean));
    expect((await fitted("median", "flag")).encode(gone)).toEqual(Float32Array.of(golden.median, 1));
    expect((await fitted(-1, "flag")).encode(gone)).toEqual(Float32Array.of(-1, 1));
    const log = await fitColumns([{ n: NaN }], {
      n: { kind: "number", scale: 2, log1p: true, fill: Math.E - 1 },
    });
    expect(log.encode({ n: "" })).toEqual(Float32Array.of(2, 1)); // 2 log(1 + fill)
  });

  it("takes categories in order, groups rare ones, and flags unknown ones", async () => {
    const rows = ["b", "a", "a", "b", "c", true].map((x) => ({ x }));
    const listed = await fitColumns(rows, {
      x: { kind: "category", categories: ["c", "a"], unknown: "flag", missing: "ignore" },
    });
    expect(listed.names).toEqual(["x=c", "x=a", "x unknown"]);
    expect(listed.encode({ x: "a" })).toEqual(Float32Array.of(0, 1, 0));
    expect(listed.encode({ x: true })).toEqual(Float32Array.of(0, 0, 1));
    const frequent = await fitColumns(rows, { x: { kind: "category", minCount: 2 } });
    expect(frequent.names).toEqual(["x=a", "x=b", "x missing"]);
  });

  it("encodes the same after JSON, and ignores other columns", async () => {
    const columns = await fitColumns(train, {
      age: { kind: "number", fill: "median" },
      bytes: { kind: "number", log1p: true, scale: "minMax", missing: "refuse" },
      device: { kind: "category", unknown: "flag" },
      site: { kind: "category" },
    });
    const restored = restoreColumns(JSON.parse(JSON.stringify(columns)));
    expect(restored.names).toEqual(columns.names);
    for (const row of test) expect(restored.encode(row)).toEqual(columns.encode(row));
  });

  it("reads a dataset from its first epoch, and a generator", async () => {
    const dataset = fromArray(train.map(({ age }) => ({ age }))).shuffle({ seed: 1 });
    const expected = JSON.stringify(await fitColumns(train, { age: { kind: "number" } }));
    const one = await fitColumns(dataset, { age: { kind: "number" } });
    expect(one.encode({ age: 50 })[0]).toBeCloseTo(
      restoreColumns(JSON.parse(expected)).encode({ age: 50 })[0],
      6,
    );
    expect(JSON.stringify(await fitColumns(train.values(), { age: { kind: "number" } }))).toBe(expected);
  });

  const number: ColumnSpec = { kind: "number" };
  const category: ColumnSpec = { kind: "category" };
  const untyped = fitColumns as (...values: readonly unknown[]) => Promise<Columns>; // as JavaScript may call it
  const fromFile = setOrigin({ age: "old" }, "train.csv, line 7");
  it.each<readonly [string, unknown, unknown, string]>([
    ["another name", train, { agee: number }, "fitColumns: record 0 has no column agee; did you mean age?"],
    [
      "a text",
      [{ age: "45" }],
      { age: number },
      'fitColumns: record 0: column age must be a number, got "45"; convert it first: Number(record.age)',
    ],
    [
      "a text of a file",
      [{ age: 1 }, fromFile],
      { age: number },
      'fitColumns: record 1 (train.csv, line 7): column age must be a number, got "old"',
    ],
    [
      "infinity",
      [{ age: Infinity }],
      { age: number },
      "fitColumns: record 0: column age must be finite, got Infinity",
    ],
    [
      "a logarithm of -1",
      [{ n: -1 }],
      { n: { ...number, log1p: true } },
      "fitColumns: record 0: column n must be above -1 for log1p, got -1",
    ],
    [
      "a missing value",
      [{ n: null }],
      { n: { ...number, missing: "refuse" } },
      "fitColumns: record 0: column n is missing",
    ],
    ["only missing values", [{ n: null }], { n: number }, "fitColumns: column n has no number in 1 records"],
    [
      "numbers whose variance is infinite",
      [{ n: 1e200 }, { n: -1e200 }],
      { n: number },
      "fitColumns: column n must have a mean and a deviation that are finite",
    ],
    [
      "numbers whose range is infinite",
      [{ n: 1e308 }, { n: -1e308 }],
      { n: { ...number, scale: "minMax" } },
      "fitColumns: column n must have a mean and a deviation that are finite",
    ],
    [
      "an infinite category, which JSON does not have",
      [{ site: Infinity }],
      { site: category },
      "fitColumns: record 0: column site must be a text, a number or a boolean, got Infinity",
    ],
    [
      "an object",
      [{ site: [] }],
      { site: category },
      "fitColumns: record 0: column site must be a text, a number or a boolean, got an array of 0",
    ],
    [
      "no category",
      [{ site: "" }],
      { site: category },
      "fitColumns: column site has no category that occurs 1 times in 1 records",
    ],
    [
      "an unknown category",
      [{ sex: "man" }],
      { sex: { ...category, categories: ["male"], unknown: "refuse" } },
      'fitColumns: record 0: column sex must be one of "male", got "man"',
    ],
    [
      "a category twice",
      [{ sex: "f" }],
      { sex: { ...category, categories: ["f", "f"] } },
      'fitColumns: column sex: categories names "f" twice',
    ],
    [
      "another kind",
      [{ sex: "f" }],
      { sex: { kind: "text" } },
      'fitColumns: column sex: kind must be one of "number", "category", got "text"',
    ],
    [
      "another option",
      [{ sex: "f" }],
      { sex: { ...category, oov: 1 } },
      "fitColumns: column sex: unknown option oov; known are kind, categories, minCount, missing, unknown",
    ],
    [
      "another scale",
      [{ n: 1 }],
      { n: { ...number, scale: "robust" } },
      'fitColumns: column n: scale must be one of "standard", "minMax", got "robust"',
    ],
    [
      "another fill",
      [{ n: 1 }],
      { n: { ...number, fill: "mode" } },
      'fitColumns: column n: fill must be one of "mean", "median", got "mode"',
    ],
    [
      "no columns",
      [{ n: 1 }],
      {},
      'fitColumns: specs must name columns: { age: { kind: "number" } }, got an object (Object)',
    ],
    ["no records", [], { n: number }, "fitColumns: records must not be empty"],
    [
      "a path",
      "train.csv",
      { n: number },
      'fitColumns: records must be a list or a dataset, got "train.csv"',
    ],
    ["records of text", ["a"], { n: number }, 'fitColumns: record 0 must be an object of columns, got "a"'],
  ])("refuses %s", async (_, records, specs, sentence) => {
    await expect(untyped(records, specs)).rejects.toThrow(sentence);
  });

  it("refuses records that were not fitted for, with their origin", async () => {
    const columns = await fitColumns([{ age: 1, sex: "f" }], {
      age: number,
      sex: { ...category, unknown: "refuse" },
    });
    expect(() => columns.encode({ age: 1 })).toThrow(
      "columns.encode: record has no column sex; set it to undefined if its value is missing",
    );
    expect(() => columns.encode({ age: 1, sex: "m" })).toThrow('column sex must be one of "f", got "m"');
    expect(() => columns.encode({ age: 1e39, sex: "f" })).toThrow(
      "columns.encode: record: column age must be a number that float32 can hold when it is scaled, got 1e+39",
    );
    expect(() => columns.encode(fromFile)).toThrow(
      "columns.encode: record (train.csv, line 7): column age must be a number",
    );
  });

  it.each<readonly [unknown, string]>([
    [[], 'restoreColumns: json must be fitted columns ("format": "tensorloom-columns-1"), got an array of 0'],
    [
      { format: "tensorloom-columns-1", columns: [{ kind: "number", name: "age", missing: "flag" }] },
      "restoreColumns: columns[0].log1p must be a boolean, got undefined",
    ],
    [
      {
        format: "tensorloom-columns-1",
        columns: [{ kind: "number", name: "age", missing: "flag", log1p: false, center: "1" }],
      },
      'restoreColumns: columns[0].center must be a finite number, got "1"',
    ],
    [
      {
        format: "tensorloom-columns-1",
        columns: [{ kind: "category", name: "sex", missing: "flag", unknown: "flag", categories: [] }],
      },
      "restoreColumns: columns[0].categories must be a list",
    ],
    [
      { format: "tensorloom-columns-1", columns: [{ kind: "category", name: "sex", missing: "drop" }] },
      'restoreColumns: columns[0].missing must be one of "flag", "ignore", "refuse", got "drop"',
    ],
  ])("restoreColumns refuses %j", (json, sentence) => {
    expect(() => restoreColumns(json)).toThrow(sentence);
  });
});

describe("groupColumns", () => {
  const records = [
    { by: "a", n: 1 },
    { by: null, n: 4 },
    { by: "a", n: undefined },
    { by: "", n: NaN },
  ];

  it("leaves missing values out, makes records without a group groups of their own, and keeps origins", () => {
    const from = setOrigin({ by: "a", n: 3 }, "test.csv, line 2");
    const made = groupColumns([...records, from], {
      by: "by",
      add: { count: "count", mean: { mean: "n" }, off: { deviation: (_, at) => at } },
    });
    expect(made.map(({ count, mean, off }) => [count, mean, off])).toEqual([
      [3, 2, -2],
      [1, 4, 0],
      [3, 2, 0],
      [1, undefined, 0],
      [3, 2, 2],
    ]);
    expect(() => groupColumns([made[4]], { by: "by", add: { x: { mean: "by" } } })).toThrow(
      'groupColumns: record 0 (test.csv, line 2): column by must be a number, got "a"',
    );
  });

  const untyped = groupColumns as (...values: readonly unknown[]) => unknown; // as JavaScript may call it
  it.each<readonly [unknown, string]>([
    [{ by: "patient", add: {} }, "groupColumns: record 0 has no column patient"],
    [{ by: "by", add: { n: "count" } }, "groupColumns: the records have a column n already"],
    [
      { by: "by", add: { m: { median: "n" } } },
      'groupColumns: column m must be "count", { mean } or { deviation } of a column',
    ],
    [{ by: "by", add: { m: { mean: "nn" } } }, "groupColumns: record 0 has no column nn"],
    [{ add: { n: "count" } }, "groupColumns: by must be a string that is not empty, got undefined"],
    [{ by: "by" }, "groupColumns: add must be an object, got undefined"],
    [{ by: "by", ad: {} }, "groupColumns: unknown option ad; known are by, add"],
  ])("refuses %j", (options, sentence) => {
    expect(() => untyped(records, options)).toThrow(sentence);
  });
});
