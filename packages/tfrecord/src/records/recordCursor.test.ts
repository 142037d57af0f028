import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesWindow } from "../bytes/byteWindow.ts";
import { damageReport, type DamagePolicy, type DamageReport } from "./damage.ts";
import { frameRecord } from "./frameRecord.ts";
import { readRecords } from "./readRecords.ts";
import { RecordCursor } from "./recordCursor.ts";
import { TFRecordError } from "./tfrecordError.ts";

/** Five records of different sizes, one of them empty, with no two equal byte strings. */
const originals = [3, 0, 20, 7, 1].map((length, i) => Uint8Array.from({ length }, (_, k) => 16 * i + k + 1));
const framed = originals.map((one) => frameRecord(one));
const starts = framed.map((_, i) => framed.slice(0, i).reduce((sum, one) => sum + one.length, 0));
const file = Uint8Array.from(framed.flatMap((one) => [...one]));
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const good = new Map(originals.map((one, i) => [hex(one), i]));

interface Outcome {
  readonly read: readonly number[];
  readonly error: TFRecordError | undefined;
  readonly report: DamageReport;
}

/** Reads a file in memory, without promises; returns the original number of each record read. */
function outcome(bytes: Uint8Array, damage: DamagePolicy, maxRecordBytes = 1000): Outcome {
  const report = damageReport();
  const cursor = new RecordCursor(bytesWindow(bytes), { damage, maxRecordBytes, onDamage: report.add });
  const read: number[] = [];
  try {
    for (let steps = 0; steps < 1000; steps++) {
      const step = cursor.next();
      if (step === undefined) return { read, error: undefined, report };
      if (typeof step === "number") {
        if (cursor.ended) throw new Error("asked for bytes after the end");
        cursor.ended = true;
      } else read.push(good.get(hex(step)) ?? -1);
    }
  } catch (error) {
    if (error instanceof TFRecordError) return { read, error, report };
    throw error;
  }
  throw new Error("it does not end");
}

const recordAt = (byte: number): number => starts.findLastIndex((start) => start <= byte);
const without = (record: number): number[] => originals.map((_, i) => i).filter((i) => i !== record);

describe("every single-byte flip", () => {
  const changes = Array.from({ length: 255 }, (_, k) => k + 1);
  const flip = (by: readonly number[]) =>
    [...file].flatMap((_, at) =>
      by.map((change) => {
        const bytes = file.slice();
        bytes[at] ^= change;
        return { at, bytes, record: recordAt(at), header: at - starts[recordAt(at)] < 12 };
      }),
    );
  const flips = flip(changes);
  /** Of one bit, and of all: after the checksums, which the first test is about, all are handled in one way. */
  const few = flip([1, 2, 4, 8, 16, 32, 64, 128, 255]);

  it(`throw: the records before it, then an error there (${String(flips.length)} files)`, () => {
    for (const { bytes, record, header } of flips) {
      const { read, error } = outcome(bytes, "throw");
      if (read.length !== record || error === undefined)
        expect.fail(`byte flipped in record ${String(record)}`);
      expect(error.kind).toBe(header ? "length-checksum" : "data-checksum");
      expect([error.record, error.offset]).toEqual([record, starts[record]]);
      if (read.some((one, i) => one !== i)) expect.fail(`a wrong record`);
    }
  });

  it("skip: loses one record whose data is wrong, stops at a wrong length", () => {
    for (const { bytes, record, header } of few) {
      const { read, error, report } = outcome(bytes, "skip");
      if (header) {
        expect([read, error?.kind]).toEqual([without(record).slice(0, record), "length-checksum"]);
        continue;
      }
      expect([read, error]).toEqual([without(record), undefined]);
      expect(report.regions).toMatchObject([
        { record, offset: starts[record], bytes: framed[record].length, kind: "data-checksum" },
      ]);
    }
  });

  it("resync: loses one record and reports its bytes", () => {
    for (const { bytes, record } of few) {
      const { read, error, report } = outcome(bytes, "resync");
      expect([read, error]).toEqual([without(record), undefined]);
      expect(report.regions).toMatchObject([
        { record, offset: starts[record], bytes: framed[record].length },
      ]);
    }
  });
});

describe("every truncation", () => {
  const cuts = [...file].map((_, length) => ({
    length,
    bytes: file.slice(0, length),
    whole: starts.indexOf(length),
  }));

  for (const policy of ["throw", "skip", "resync"] as const) {
    it(`${policy}: the whole records, and a word about the rest`, () => {
      for (const { length, bytes, whole } of cuts) {
        const { read, error, report } = outcome(bytes, policy);
        const complete = starts.filter((start, i) => start + framed[i].length <= length).length;
        expect(read).toEqual(originals.map((_, i) => i).slice(0, complete));
        if (whole >= 0) expect([error, report.records]).toEqual([undefined, 0]);
        else if (policy === "throw")
          expect(error).toMatchObject({ kind: "truncated", offset: starts[complete] });
        else
          expect(report.regions).toMatchObject([
            { kind: "truncated", offset: starts[complete], bytes: length - starts[complete] },
          ]);
      }
    });
  }
});

describe("any bytes missing, put in or overwritten", () => {
  it("resync: only true records come, in their order, and every byte is read or reported", async () => {
    const damaged = fc
      .tuple(fc.nat(file.length), fc.nat(30), fc.uint8Array({ maxLength: 30 }))
      .map(([at, cut, put]) => Uint8Array.from([...file.slice(0, at), ...put, ...file.slice(at + cut)]));
    await fc.assert(
      fc.asyncProperty(damaged, fc.integer({ min: 1, max: 40 }), async (bytes, chunk) => {
        const { read, error, report } = outcome(bytes, "resync");
        expect(error).toBeUndefined();
        expect(read).toEqual([...read].filter((one) => one >= 0).sort((a, b) => a - b));
        const bytesRead = read.reduce((sum, one) => sum + framed[one].length, 0);
        expect(bytesRead + (report.bytes ?? NaN)).toBe(bytes.length);
        expect(await inChunks(bytes, chunk)).toEqual([read, report.regions.map((one) => one.bytes)]);
      }),
      { numRuns: 300 },
    );
  });

  async function inChunks(bytes: Uint8Array, size: number): Promise<unknown> {
    const report = damageReport();
    function* chunks(): Generator<Uint8Array> {
      for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
    }
    const read: (number | undefined)[] = [];
    const options = {
      damage: "resync",
      compression: "none",
      maxRecordBytes: 1000,
      onDamage: report.add,
    } as const;
    for await (const record of readRecords(chunks(), options)) read.push(good.get(hex(record)));
    return [read, report.regions.map((one) => one.bytes)];
  }
});

describe("maxRecordBytes", () => {
  it("refuses a longer record, and passes over it with skip", () => {
    expect(outcome(file, "throw", 10)).toMatchObject({
      read: [0, 1],
      error: { kind: "too-long", record: 2 },
    });
    expect(outcome(file, "skip", 10)).toMatchObject({ read: [0, 1, 3, 4], error: undefined });
    expect(outcome(file, "resync", 10)).toMatchObject({ read: [0, 1, 3, 4], error: undefined });
  });

  it("is checked before a length of nearly 2^62 is believed", () => {
    const huge = new Uint8Array(
      readFileSync(join(import.meta.dirname, "../../fixtures/damaged.huge-length.tfrecord")),
    );
    expect(() => {
      const cursor = new RecordCursor(bytesWindow(huge.subarray(33)), {});
      cursor.next();
    }).toThrow("the checksum of the length does not match");
  });
});
