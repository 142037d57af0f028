import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { decodeExample } from "../example/decodeExample.ts";
import { encodeExample } from "../example/encodeExample.ts";
import { readRecords } from "./readRecords.ts";
import { TFRecordError } from "./tfrecordError.ts";

const fixtures = join(import.meta.dirname, "../../fixtures");
const file = (name: string): Uint8Array => new Uint8Array(readFileSync(join(fixtures, name)));
const json = (name: string): unknown => JSON.parse(readFileSync(join(fixtures, name), "utf8"));

async function all(source: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const records: Uint8Array[] = [];
  for await (const record of source) records.push(record);
  return records;
}

describe("files written by TensorFlow", () => {
  const records = json("records.json") as { lengths: number[]; hex16: string[] };

  for (const compression of ["plain", "gzip", "zlib"] as const) {
    for (const named of ["auto", compression === "plain" ? "none" : compression] as const) {
      it(`are read: ${compression}, compression ${named}`, async () => {
        const read = await all(readRecords(file(`records.${compression}.tfrecord`), { compression: named }));
        expect(read.map((one) => one.length)).toEqual(records.lengths);
        expect(read.map((one) => Buffer.from(one.subarray(0, 16)).toString("hex"))).toEqual(records.hex16);
      });
    }
  }

  it("are read if they are empty", async () => {
    expect(await all(readRecords(file("empty.tfrecord")))).toEqual([]);
  });
});

describe("damaged files", () => {
  const cases = json("damaged.json") as {
    name: string;
    file: string;
    read_before: number;
    record_offsets: number[];
  }[];
  const kinds: Readonly<Record<string, string>> = {
    "length-flipped": "length-checksum",
    "length-crc-flipped": "length-checksum",
    "data-flipped": "data-checksum",
    "data-crc-flipped": "data-checksum",
    "cut-in-header": "truncated",
    "cut-in-data": "truncated",
    "cut-in-footer": "truncated",
    "huge-length": "length-checksum",
    "trailing-byte": "truncated",
  };
  const size = 71364;

  for (const one of cases) {
    it(`${one.name}: the records before it, then an error with file, record, offset and kind`, async () => {
      const read: Uint8Array[] = [];
      let said: unknown;
      try {
        for await (const record of readRecords(file(one.file), { file: one.file })) read.push(record);
      } catch (error) {
        said = error;
      }
      expect(read.length).toBe(one.read_before);
      expect(said).toBeInstanceOf(TFRecordError);
      expect(said).toMatchObject({
        file: one.file,
        record: one.read_before,
        offset: one.record_offsets.at(one.read_before) ?? size,
        kind: kinds[one.name],
      });
    });
  }
});

describe("Examples written by TensorFlow", () => {
  const cases = json("examples.json") as {
    name: string;
    serialized_hex: string;
    features: Record<string, [string, string[]]>;
  }[];

  function shown(bytes: Uint8Array): Record<string, [string, string[]]> {
    return Object.fromEntries(
      [...decodeExample(bytes)].map(([key, feature]) => {
        switch (feature.kind) {
          case "bytes":
            return [key, ["bytes", feature.values.map((one) => Buffer.from(one).toString("hex"))]];
          case "float32":
            return [key, ["float", [...feature.values].map((one) => String(one))]];
          case "int64":
            return [key, ["int64", [...feature.values].map(String)]];
          case "none":
            return [key, ["none", []]];
        }
      }),
    );
  }

  /** Python's repr of floats, as JavaScript prints them. */
  function asPrinted([kind, values]: [string, string[]]): [string, string[]] {
    if (kind !== "float") return [kind, values];
    return [kind, values.map((one) => String(Number(one.replace("inf", "Infinity"))))];
  }

  for (const { name, serialized_hex, features } of cases) {
    const bytes = new Uint8Array(Buffer.from(serialized_hex, "hex"));

    it(`decode: ${name}`, () => {
      const expected = Object.entries(features).map(([key, value]) => [key, asPrinted(value)]);
      expect(shown(bytes)).toEqual(Object.fromEntries(expected));
    });

    it(`encode to the same bytes: ${name}`, () => {
      expect(Buffer.from(encodeExample(decodeExample(bytes))).toString("hex")).toBe(serialized_hex);
    });
  }

  it("keep the sign of zero", () => {
    const all = cases.find((one) => one.name === "all-kinds")!;
    const f = decodeExample(Buffer.from(all.serialized_hex, "hex")).get("f")!;
    expect(Object.is(f.values[1], -0)).toBe(true);
  });
});
