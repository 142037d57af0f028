import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { constants, deflateSync, gunzipSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { damageReport } from "../records/damage.ts";
import { frameRecord } from "../records/frameRecord.ts";
import { readRecords } from "../records/readRecords.ts";
import { TFRecordError } from "../records/tfrecordError.ts";
import { readRecordFile } from "./readRecordFile.ts";

const folder = mkdtempSync(join(tmpdir(), "tfrecord-compressed-"));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, "file.gz");

/** Record files of a few records, some of which do not compress. */
const recordFile = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.nat(3000).map((n) => new Uint8Array(n).fill(n)),
    ),
    {
      maxLength: 6,
    },
  )
  .map((records) => Buffer.concat(records.map((one) => frameRecord(one))));

/** The places at which a file is divided into members: any bytes, also inside a record, also twice the same one. */
const members = fc.tuple(recordFile, fc.array(fc.nat(), { maxLength: 4 })).map(([file, cuts]) => {
  const places = [0, ...cuts.map((cut) => cut % (file.length + 1)).sort((a, b) => a - b), file.length];
  return places.slice(1).map((end, i) => file.subarray(places[i], end));
});

const tail = fc.oneof(
  { weight: 3, arbitrary: fc.constant(Buffer.alloc(0)) },
  fc.nat(40).map((zeros) => Buffer.alloc(zeros)),
  fc
    .constantFrom("j", "trailing junk", "\u001f", "\0\0junk", "\u001f\u008bjunk")
    .map((text) => Buffer.from(text, "latin1")),
);

interface Outcome {
  readonly records: readonly string[];
  readonly kind: string | undefined;
}

async function outcome(source: AsyncIterable<Uint8Array>): Promise<Outcome> {
  const records: string[] = [];
  try {
    for await (const record of source) records.push(Buffer.from(record).toString("hex"));
  } catch (error) {
    if (!(error instanceof TFRecordError)) throw error;
    return { records, kind: error.kind };
  }
  return { records, kind: undefined };
}

function* inChunks(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** What `gzip -dc` writes for members truncated to `length` bytes: all that can be inflated. */
function expanded(compressed: readonly Buffer[], length: number): { bytes: Buffer; whole: boolean } {
  const parts: Buffer[] = [];
  let at = 0;
  for (const member of compressed) {
    const there = member.subarray(0, Math.max(0, length - at));
    at += member.length;
    if (there.length === member.length) parts.push(gunzipSync(member));
    else if (there.length === 0) return { bytes: Buffer.concat(parts), whole: at - member.length === length };
    else {
      parts.push(gunzipSync(there, { finishFlush: constants.Z_SYNC_FLUSH }));
      return { bytes: Buffer.concat(parts), whole: false };
    }
  }
  return { bytes: Buffer.concat(parts), whole: true };
}

/** Reads a file with every reader and expects all to agree. */
async function everyWay(file: Buffer): Promise<Outcome> {
  const options = { compression: "gzip" } as const;
  const first = await outcome(readRecords(file, options));
  for (const size of [1, 7, 65536])
    expect(await outcome(readRecords(inChunks(file, size), options))).toEqual(first);
  writeFileSync(path, file);
  for (const blockBytes of [12, 100, 2 ** 20])
    expect(await outcome(readRecordFile(path, { ...options, blockBytes }))).toEqual(first);
  return first;
}

describe("gzip of any number of members", () => {
  it("is read as gzip -dc expands it, whole or cut, padded or followed by junk", async () => {
    await fc.assert(
      fc.asyncProperty(
        members,
        tail,
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (parts, end, share) => {
          const compressed = parts.map((part) => gzipSync(part));
          const whole = Buffer.concat([...compressed, end]);
          const junk = end.some((byte) => byte !== 0);
          const all = await outcome(readRecords(Buffer.concat(parts), { compression: "none" }));
          expect(all.kind).toBeUndefined();
          expect(await everyWay(whole)).toEqual({ ...all, kind: junk ? "compression" : undefined });

          const length = 1 + Math.floor(share * (Buffer.concat(compressed).length - 1));
          const { bytes, whole: isWhole } = expanded(compressed, length);
          const cut = await outcome(readRecords(bytes, { compression: "none" }));
          expect(await everyWay(whole.subarray(0, length))).toEqual({
            records: cut.records,
            kind: isWhole ? cut.kind : "compression",
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  it("is read as far as it goes for every length of it", async () => {
    const records = [3, 0, 20, 700, 1].map((length, i) => frameRecord(new Uint8Array(length).fill(i + 1)));
    const file = Buffer.concat(records);
    const compressed = [file.subarray(0, 30), file.subarray(30)].map((part) => gzipSync(part, { level: 1 }));
    const whole = Buffer.concat(compressed);
    for (let length = 1; length < whole.length; length++) {
      const { bytes } = expanded(compressed, length);
      const { records } = await outcome(readRecords(bytes, { compression: "none" }));
      const { records: read, kind } = await outcome(
        readRecords(whole.subarray(0, length), { compression: "gzip" }),
      );
      expect([length, read]).toEqual([length, records]);
      if (length !== compressed[0].length) expect(kind).toBe("compression");
    }
  });
});

describe("damaged gzip", () => {
  const records = Array.from({ length: 20 }, (_, i) => frameRecord(new Uint8Array(50).fill(i)));
  const sound = gzipSync(Buffer.concat(records));
  const wrongTrailer = Buffer.from(sound);
  wrongTrailer[wrongTrailer.length - 8] ^= 1;

  it.each([
    ["a trailing junk byte", Buffer.concat([sound, Buffer.from("j")]), 20],
    ["a wrong checksum in the trailer", wrongTrailer, 20],
    ["a cut trailer", sound.subarray(0, -1), 20],
  ])("%s: all records that were inflated, and a loss of unknown size", async (_, file, count) => {
    writeFileSync(path, file);
    for (const read of [
      (options: object) => readRecords(file, options),
      (options: object) => readRecordFile(path, options),
    ]) {
      expect(await outcome(read({}))).toMatchObject({ records: { length: count }, kind: "compression" });
      const report = damageReport();
      const saved = await outcome(read({ damage: "resync", onDamage: report.add }));
      expect([saved.records.length, saved.kind]).toEqual([count, undefined]);
      expect(report.regions).toMatchObject([{ kind: "compression", record: 20, bytes: undefined }]);
      expect(report.bytes).toBeUndefined();
    }
  });

  it("counts a record that the end cuts as one loss", async () => {
    const report = damageReport();
    const file = gzipSync(Buffer.concat(records), { level: 0 }).subarray(0, 500);
    const options = { damage: "resync", onDamage: report.add } as const;
    const { records: read } = await outcome(readRecords(file, options));
    expect(report.regions).toMatchObject([
      { kind: "compression", record: read.length, offset: read.length * 66, bytes: undefined },
    ]);
  });
});

describe("zlib", () => {
  const [first, second] = [3, 4].map((n) => deflateSync(frameRecord(new Uint8Array(n))));

  it.each([
    ["alone", first, undefined],
    ["padded with zeros", Buffer.concat([first, Buffer.alloc(30)]), undefined],
    [
      "followed by a second stream, which TensorFlow does not read",
      Buffer.concat([first, second]),
      "compression",
    ],
    ["cut", first.subarray(0, -1), "compression"],
  ])("%s", async (_, file, kind) => {
    writeFileSync(path, file);
    const expected = { records: ["000000"], kind };
    expect(await outcome(readRecords(file))).toEqual(expected);
    expect(await outcome(readRecordFile(path))).toEqual(expected);
  });
});
