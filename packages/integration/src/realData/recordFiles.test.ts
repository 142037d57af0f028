import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { decodeExample } from "@tensorloom/tfrecord";
import { readRecordFile } from "@tensorloom/tfrecord/node";
import { describe, expect, it } from "vitest";
import { dataFolder } from "./dataFolder.ts";

/** Files that TensorFlow and Hadoop jobs of other projects wrote, and what TensorFlow reads from them. */
const { folder, missing } = dataFolder("tfrecord-real");

interface Golden {
  readonly records: number;
  readonly payload_bytes: number;
  readonly sha256_of_concatenated_records: string;
  readonly features: Readonly<Record<string, { type: string | null }>>;
}

const LISTS: Readonly<Record<string, string | null>> = {
  bytes: "bytes_list",
  float32: "float_list",
  int64: "int64_list",
  none: null,
};

/** Records the kind that each feature has in the first record with it, as the golden file does. */
function recordKinds(kinds: Map<string, string | null>, record: Uint8Array): void {
  for (const [key, { kind }] of decodeExample(record)) if (!kinds.has(key)) kinds.set(key, LISTS[kind]);
}

describe.skipIf(missing)("real files, as TensorFlow reads them", () => {
  const golden = missing
    ? {}
    : (JSON.parse(readFileSync(join(folder, "golden-by-tensorflow.json"), "utf8")) as Record<string, Golden>);
  const files = Object.entries(golden)
    .map(([name, expected]) => [name.replace("tfrecord/", ""), expected] as const)
    .filter(([name]) => existsSync(join(folder, name)));

  it("are there", () => expect(files.length).toBeGreaterThan(40));

  it.each(files)("%s", async (name, expected) => {
    const hash = createHash("sha256");
    const kinds = new Map<string, string | null>();
    let [records, bytes] = [0, 0];
    for await (const record of readRecordFile(join(folder, name))) {
      hash.update(record);
      records += 1;
      bytes += record.length;
      if (Object.keys(expected.features).length > 0) recordKinds(kinds, record);
    }
    expect([records, bytes, hash.digest("hex")]).toEqual([
      expected.records,
      expected.payload_bytes,
      expected.sha256_of_concatenated_records,
    ]);
    if (Object.keys(expected.features).length === 0) return; // TensorFlow did not read them as Examples
    const read = Object.entries(expected.features).map(([key, { type }]) => [key, type]);
    expect(Object.fromEntries(kinds)).toEqual(Object.fromEntries(read));
  });
});
