import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { jpeg, temporaryFolder, write } from "../../fixtures/pictures.ts";
import { createRecords } from "./create/createRecords.ts";

const python = process.env["TENSORLOOM_PYTHON"];
const home = temporaryFolder();

/** Reads every record with `tf.data` and prints one JSON line per file. */
const SCRIPT = `
import glob, hashlib, json, sys
import tensorflow as tf

spec = {
    "image": tf.io.FixedLenFeature([], tf.string),
    "image_name": tf.io.FixedLenFeature([], tf.string),
    "sex": tf.io.FixedLenFeature([], tf.string),
    "age": tf.io.FixedLenFeature([], tf.float32, default_value=-1),
    "visits": tf.io.FixedLenFeature([], tf.int64),
    "target": tf.io.FixedLenFeature([], tf.int64),
}
for path in sorted(glob.glob(sys.argv[1] + "/*.tfrec")):
    rows = []
    for record in tf.data.TFRecordDataset(path):
        row = tf.io.parse_single_example(record, spec)
        image = row.pop("image").numpy()
        values = {key: value.numpy() for key, value in row.items()}
        values = {key: value.decode() if isinstance(value, bytes) else value.item() for key, value in values.items()}
        rows.append({**values, "sha256": hashlib.sha256(image).hexdigest(), "shape": tf.io.decode_jpeg(image).shape.as_list()})
    print(json.dumps(rows))
`;

describe.skipIf(python === undefined)("TensorFlow", () => {
  it("reads what createRecords writes, value by value", async () => {
    for (let i = 0; i < 3; i++) write(join(home, `p${String(i)}.jpg`), jpeg(i, 8 + i, 12));
    const csv = write(
      join(home, "table.csv"),
      "image,sex,age,visits,label\np0,female,45.5,9007199254740993,b\np1,,,-1,a\np2,café,0.1,0,b\n",
    );
    const options = { shards: 2, shuffle: false, images: home } as const;
    await createRecords(csv, join(home, "out", "train"), {
      ...options,
      columns: { sex: "bytes", age: "float32", visits: "int64" },
    });
    const { stdout } = await promisify(execFile)(python ?? "", ["-c", SCRIPT, join(home, "out")]);
    const image = (i: number): object => ({
      image_name: `p${String(i)}`,
      sha256: createHash("sha256")
        .update(jpeg(i, 8 + i, 12))
        .digest("hex"),
      shape: [8 + i, 12, 3],
    });
    const lines = stdout.trim().split("\n");
    expect(lines[0]).toContain('"visits": 9007199254740993');
    const [first, second] = lines.map((line) => JSON.parse(line) as unknown);
    expect(first).toEqual([
      { ...image(0), sex: "female", age: 45.5, visits: Number(9007199254740993n), target: 1 },
    ]);
    expect(second).toEqual([
      { ...image(1), sex: "", age: -1, visits: -1, target: 0 },
      { ...image(2), sex: "café", age: Math.fround(0.1), visits: 0, target: 1 },
    ]);
  }, 120_000);
});
