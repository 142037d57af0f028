// Saves what a benchmark printed as docs/benchmarks/NAME.jsonl: a line about the machine, then the benchmark's own.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, platform, totalmem } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "..", "..");
const folder = join(root, "docs", "benchmarks");
const PEERS = [
  "@tensorflow/tfjs-core",
  "onnxruntime-node",
  "sharp",
  "@julusian/jpeg-turbo",
  "@node-rs/crc32",
];
const PYTHON_PEERS =
  "tensorflow tensorflow-cpu keras torch jax grain albumentations onnxruntime scikit-learn pillow numpy";

export function save(name, words, text) {
  const lines = text.split("\n").filter((line) => line.startsWith("{"));
  if (lines.length === 0) throw new Error(`bench: ${name} printed no JSON object`);
  const run = {
    command: ["npm run bench --", name, ...words].join(" "),
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus()[0]?.model ?? "unknown"}${vectors()}, ${platform()}`,
    cores: availableParallelism(),
    gigabytes: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
    peers: { ...installed(), ...installedInPython() },
  };
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.jsonl`);
  writeFileSync(`${file}.partial`, [JSON.stringify(run), ...lines, ""].join("\n"));
  renameSync(`${file}.partial`, file);
  console.error(`saved ${file}; npm run bench:page writes docs/benchmarks.md`);
}

/** The widest vectors of the processor, which decide how fast native code is. */
function vectors() {
  if (!existsSync("/proc/cpuinfo")) return "";
  const flags = readFileSync("/proc/cpuinfo", "utf8");
  return flags.includes(" avx512f") ? " (AVX-512)" : flags.includes(" avx2") ? " (AVX2)" : "";
}

function installed() {
  const found = {};
  for (const name of PEERS) {
    const manifest = join(root, "node_modules", name, "package.json");
    if (existsSync(manifest)) found[name] = JSON.parse(readFileSync(manifest, "utf8")).version;
  }
  return found;
}

function installedInPython() {
  const python = process.env["TENSORLOOM_PYTHON"];
  if (python === undefined) return {};
  const code = `import importlib.metadata as m, json
found = {}
for name in "${PYTHON_PEERS}".split():
  try: found[name] = m.version(name)
  except m.PackageNotFoundError: pass
print(json.dumps(found))`;
  return JSON.parse(execFileSync(python, ["-c", code], { encoding: "utf8" }));
}
