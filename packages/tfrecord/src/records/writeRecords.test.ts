import { gunzipSync, inflateSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { damageReport } from "./damage.ts";
import { frameRecord } from "./frameRecord.ts";
import { readRecords } from "./readRecords.ts";
import { streamRecords, writeRecords } from "./writeRecords.ts";

async function all(source: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const read: Uint8Array[] = [];
  for await (const record of source) read.push(record);
  return read;
}

const records = fc.array(fc.uint8Array({ maxLength: 100 }), { maxLength: 10 });
const compressions = ["none", "gzip", "zlib"] as const;

describe("writeRecords", () => {
  it.each(compressions)("reads back any records: %s", async (compression) => {
    await fc.assert(
      fc.asyncProperty(records, async (input) => {
        expect(await all(readRecords(writeRecords(input, { compression })))).toEqual(input);
      }),
      { numRuns: 50 },
    );
  });

  it("compresses the whole file, in the formats that zlib knows", async () => {
    const input = [new Uint8Array(1000), new Uint8Array([1, 2])];
    const plain = Buffer.concat(input.map((one) => frameRecord(one)));
    expect(gunzipSync(Buffer.concat(await all(writeRecords(input, { compression: "gzip" }))))).toEqual(plain);
    expect(inflateSync(Buffer.concat(await all(writeRecords(input, { compression: "zlib" }))))).toEqual(
      plain,
    );
  });

  it.each(compressions)("asks for no more records than are wanted, and closes: %s", async (compression) => {
    let [requested, closed] = [0, false];
    function* endless(): Generator<Uint8Array> {
      try {
        for (;;) {
          requested += 1;
          yield Uint8Array.from({ length: 100_000 }, (_, i) => Math.imul(i + requested, 0x9e3779b1) >>> 24);
        }
      } finally {
        closed = true;
      }
    }
    for await (const chunk of writeRecords(endless(), { compression })) if (chunk.length > 0) break;
    expect(requested).toBeLessThan(10);
    expect(closed).toBe(true);
  });

  it.each(compressions)("fails if its records fail: %s", async (compression) => {
    function* failing(): Generator<Uint8Array> {
      yield new Uint8Array(300_000);
      throw new Error("no more");
    }
    await expect(all(writeRecords(failing(), { compression }))).rejects.toThrow("no more");
  });
});

describe("streamRecords", () => {
  it("is a stream that anything reads", async () => {
    const stream = streamRecords([new Uint8Array([7])], { compression: "gzip" });
    expect(await all(readRecords(stream))).toEqual([new Uint8Array([7])]);
  });
});

describe("readRecords", () => {
  it("does not care how the bytes are cut into chunks", async () => {
    await fc.assert(
      fc.asyncProperty(records, fc.array(fc.nat(60)), async (input, cuts) => {
        const file = Buffer.concat(input.map((one) => frameRecord(one)));
        function* chunks(): Generator<Uint8Array> {
          let at = 0;
          for (const cut of cuts) yield file.subarray(at, (at += cut));
          yield file.subarray(at);
        }
        expect(await all(readRecords(chunks()))).toEqual(input);
      }),
      { numRuns: 200 },
    );
  });

  it("yields views if a record lies in one chunk", async () => {
    const file = frameRecord(new Uint8Array([1, 2, 3]));
    const [record] = await all(readRecords([file]));
    expect(record.buffer).toBe(file.buffer);
  });

  it("yields plain bytes for Buffers", async () => {
    const [record] = await all(readRecords(Buffer.from(frameRecord(new Uint8Array([1])))));
    expect(Object.getPrototypeOf(record)).toBe(Uint8Array.prototype);
  });

  it.each(compressions)("asks its source for what is wanted, and closes it: %s", async (compression) => {
    const noise = Array.from({ length: 50 }, (_, i) =>
      Uint8Array.from({ length: 60_000 }, (_, k) => Math.imul(k * k + i, 0x9e3779b1) >>> 24),
    );
    const file = await all(writeRecords(noise, { compression }));
    let [requested, closed] = [0, false];
    function* chunks(): Generator<Uint8Array> {
      try {
        for (const chunk of file) {
          requested += 1;
          yield chunk;
        }
      } finally {
        closed = true;
      }
    }
    for await (const record of readRecords(chunks())) if (record.length > 0) break;
    expect(requested).toBeLessThan(8);
    expect(requested).toBeLessThan(file.length);
    expect(closed).toBe(true);
  });

  it.each(["gzip", "zlib"] as const)(
    "reads the records before truncated compressed bytes end: %s",
    async (compression) => {
      const input = Array.from({ length: 400 }, (_, i) =>
        Uint8Array.from({ length: 1000 }, (_, k) => Math.imul(k * k + i, 0x9e3779b1) >>> 24),
      );
      const whole = Buffer.concat(await all(writeRecords(input, { compression })));
      const cut = whole.subarray(0, whole.length / 2);
      await expect(all(readRecords(cut, { compression }))).rejects.toMatchObject({ kind: "compression" });
      const report = damageReport();
      const read = await all(readRecords(cut, { compression, damage: "resync", onDamage: report.add }));
      expect(read.length).toBeGreaterThan(100);
      expect(read).toEqual(input.slice(0, read.length));
      expect(report.regions[0]).toMatchObject({ kind: "compression" });
    },
  );

  it("says what it does not know", async () => {
    await expect(all(readRecords(new Uint8Array(0), { compression: "snappy" as never }))).rejects.toThrow(
      'readRecords: compression must be one of "auto", "none", "gzip", "zlib", got "snappy"',
    );
    await expect(all(readRecords(new Uint8Array(0), { maxRecordBytes: -1 }))).rejects.toThrow(
      "readRecords: maxRecordBytes must be an integer of at least 0, got -1",
    );
  });
});
