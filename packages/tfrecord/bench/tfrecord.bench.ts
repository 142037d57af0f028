import { statSync } from "node:fs";
import { join } from "node:path";
import { folder, installNpmTfrecord, ours, tensorflow } from "./engines.ts";
import { absent, race, type Runner } from "./race.ts";
import { COUNT } from "./tasks.ts";

const [native, portable, python] = [await ours("yes"), await ours("no"), await tensorflow()];
const npm = installNpmTfrecord();
const [large, small, gigabyte] = ["large", "small", "gigabyte"].map((name) => join(folder, name));

function peers(bench: string, task: string, path: string, npmTask?: string): readonly Runner[] {
  const found: Runner[] = [];
  if (python === undefined) absent(bench, "TensorFlow", "TENSORLOOM_PYTHON is not set");
  else found.push(python.runner(`TensorFlow ${python.name}`, task, path));
  if (npmTask === undefined) return found;
  if (npm) found.push(native.runner("npm tfrecord 0.2.0", npmTask, path));
  else absent(bench, "npm tfrecord 0.2.0", "it could not be installed here");
  return found;
}

/** 500 records of 333 KB, read in order from the page cache and verified. */
await native.runner("", "large", large).run();
await race("read 333 KB records", "GB/s", statSync(large).size / 1e9, [
  native.runner(`ours, ${native.name}, memory reused`, "reused", large),
  native.runner(`ours, ${native.name}, records kept`, "kept", large),
  portable.runner(`ours, ${portable.name}, memory reused`, "reused", large),
  portable.runner(`ours, ${portable.name}, records kept`, "kept", large),
  ...peers("read 333 KB records", "read", large),
  native.runner(`bound: ${native.name} alone, from memory`, "checksum"),
  portable.runner(`bound: ${portable.name} alone, from memory`, "checksum"),
  native.runner("bound: the file read in blocks, and nothing else", "blocks", large),
]);

/** 200,000 Examples of four features: written, then read, verified and parsed in batches of 256. */
await race(
  "write Examples",
  "per second",
  COUNT,
  [
    native.runner("ours", "write", small),
    ...peers("write Examples", "write", join(folder, "peers"), "npm-write"),
    native.runner("bound: encoded and summed, not written", "encode"),
  ],
  3,
);
await race("parse Examples", "per second", COUNT, [
  native.runner("ours", "parse", small),
  ...peers("parse Examples", "parse", small),
  native.runner("bound: read and verified, not parsed", "batches", small),
]);
if (npm)
  await race(
    "parse Examples, beside a reader of one at a time",
    "per second",
    COUNT,
    [native.runner("ours", "parse", small), native.runner("npm tfrecord 0.2.0", "npm-read", small)],
    2,
  );

await native.runner("", "gigabyte", gigabyte).run();
await race("index 1 GB of 333 KB records", "GB/s", statSync(gigabyte).size / 1e9, [
  native.runner("ours", "index", gigabyte),
]);
process.exit(0);
