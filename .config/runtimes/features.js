/*
 * Features that runtimes may lack, each as a small program: `RUNTIME features.js FOLDER NAME...` prints a line of JSON
 * before and after each. FOLDER is that of endToEnd.js. `TENSORLOOM_RUNTIME` is the command that starts the runtime.
 */
import { useBackend } from "@tensorloom/backend";
import { fromArray, range } from "@tensorloom/data";
import { cacheToFile, mapInWorkers } from "@tensorloom/data/node";
import { decodeImage, decodeJpeg, encodeJpeg, jpegDecoder } from "@tensorloom/image";
import { checksumName, openRecordFile } from "@tensorloom/tfrecord/node";
import { adam, binaryCrossEntropy, fit } from "@tensorloom/training";
import { initializers, layers, sequential } from "@tensorflow/tfjs-layers";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";

const [folder, ...names] = process.argv.slice(2);
const runtime = JSON.parse(process.env.TENSORLOOM_RUNTIME ?? JSON.stringify([process.execPath]));

function check(holds, message) {
  if (!holds) throw new Error(message);
}

/** Runs a program on this runtime, and returns what it prints. */
function start(words, launcher = []) {
  const [command, ...rest] = [...launcher, ...runtime, ...words];
  const { status, stdout, stderr } = spawnSync(command, rest, { encoding: "utf8", timeout: 100_000 });
  check(status === 0, `${command} ended with ${status}: ${stderr.trim().split("\n").at(-1)}`);
  return stdout;
}

const size = { height: 24, width: 32, channels: 3 };
const image = { ...size, data: Uint8Array.from({ length: 24 * 32 * 3 }, (_, at) => (at * 7) % 200) };

/** The losses of a short run. */
async function losses(options) {
  const { backend = "wasm", ...rest } = options;
  await useBackend(backend);
  const data = Float32Array.from({ length: 4 * 8 * 8 * 2 }, (_, at) => ((at * 31) % 17) / 17);
  const batch = { inputs: { data, shape: [4, 8, 8, 2] }, targets: Float32Array.of(0, 1, 1, 0) };
  const seeded = (seed) => initializers.glorotUniform({ seed });
  const model = sequential({
    layers: [
      layers.conv2d({
        filters: 4,
        kernelSize: 3,
        activation: "relu",
        inputShape: [8, 8, 2],
        kernelInitializer: seeded(1),
      }),
      layers.flatten(),
      layers.dense({ units: 1, activation: "sigmoid", kernelInitializer: seeded(2) }),
    ],
  });
  const targets = { data: batch.targets, shape: [4] };
  const { epochs } = await fit(model, {
    train: fromArray([{ ...batch, targets }]),
    epochs: 3,
    loss: binaryCrossEntropy(),
    optimizer: adam(),
    schedule: 0.01,
    ...rest,
  });
  return epochs.map(({ logs }) => logs.loss);
}

async function sameLosses(options) {
  const [own, other] = [await losses({ engine: "tfjs" }), await losses(options)];
  check(own[2] < own[0], `the loss does not fall: ${own}`);
  for (const [at, loss] of own.entries())
    check(Math.abs(other[at] - loss) < 1e-5, `${other} instead of ${own}`);
}

/** Calls a function with the address of a server of the folder's files, which answers requests of ranges. */
async function served(use) {
  const server = createServer((request, response) => {
    const path = join(folder, request.url.slice(1));
    if (!existsSync(path)) return response.writeHead(404).end();
    const bytes = readFileSync(path);
    const range = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? "");
    const first = range ? Number(range[1]) : 0;
    const last = range?.[2] ? Math.min(Number(range[2]), bytes.length - 1) : bytes.length - 1;
    const headers = { "Content-Length": last - first + 1, "Accept-Ranges": "bytes", ETag: '"1"' };
    if (range) headers["Content-Range"] = `bytes ${first}-${last}/${bytes.length}`;
    return response
      .writeHead(range ? 206 : 200, headers)
      .end(request.method === "HEAD" ? "" : bytes.subarray(first, last + 1));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await use(`http://127.0.0.1:${server.address().port}/`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

const FEATURES = {
  "backend wasm": () => sameLosses({ backend: "wasm", engine: "tfjs" }),
  "backend cpu": () => sameLosses({ backend: "cpu", engine: "tfjs" }),
  async mapInWorkers() {
    const squares = range(20).apply(
      mapInWorkers(new URL("./featureWorker.js", import.meta.url), { workers: 2 }),
    );
    let sum = 0;
    for await (const square of squares) sum += square;
    check(sum === 2470, `the sum is ${sum}`);
  },
  replicas: () => sameLosses({ engine: "tfjs", replicas: 2 }),
  async cacheToFile() {
    const path = join(folder, "cache.bin");
    rmSync(path, { force: true });
    const cached = range(5).apply(cacheToFile(path));
    for (let epoch = 0; epoch < 2; epoch++) {
      const read = [];
      for await (const n of cached) read.push(n);
      check(read.join() === "0,1,2,3,4" && existsSync(path), `read ${read}`);
    }
  },
  async "libjpeg-turbo"() {
    const { name, reason } = await jpegDecoder();
    check(name === "jpeg-turbo", reason);
    const { data } = await decodeJpeg(await encodeJpeg(image));
    check(data.length === image.data.length, `decoded ${data.length} values`);
  },
  async sharp() {
    const { default: sharp } = await import("sharp");
    const raw = { width: size.width, height: size.height, channels: 3 };
    const file = await sharp(image.data, { raw }).webp({ lossless: true }).toBuffer();
    const { data } = await decodeImage(file);
    check(
      data.every((value, at) => value === image.data[at]),
      "the pixels differ",
    );
  },
  async "@node-rs/crc32"() {
    check(checksumName === "@node-rs/crc32", `the checksum is that of ${checksumName}`);
  },
  "ONNX Runtime": () => sameLosses({ engine: "onnxruntime" }),
  "storage over HTTP": () =>
    served(async (address) => {
      const file = await openRecordFile(`${address}pictures.tfrec`);
      const record = await file.at(3);
      check(file.length === 48 && record.length > 100, `${file.length} records`);
      await file.close();
    }),
  async "command tfrecord"() {
    const manifest = createRequire(import.meta.url)
      .resolve("@tensorloom/tfrecord")
      .replace(/dist.*/, "package.json");
    const { bin } = JSON.parse(readFileSync(manifest, "utf8"));
    const out = start([join(manifest, "..", bin.tfrecord), "verify", join(folder, "pictures.tfrec")]);
    check(out.includes("48"), out);
  },
  async MPI() {
    const rank = [join(import.meta.dirname, "featureRank.js")];
    const share = ["--allow-run-as-root", "--oversubscribe"]; // options of Open MPI
    check(start(rank, ["mpirun", ...share, "-n", "2"]).includes("sum 3"), "the all-reduce is wrong");
  },
};

for (const name of names.length > 0 ? names : Object.keys(FEATURES)) {
  const tell = (line) => process.stdout.write(`${JSON.stringify({ feature: name, ...line })}\n`);
  tell({ outcome: "started" });
  try {
    await FEATURES[name]();
    tell({ outcome: "works" });
  } catch (error) {
    tell({ outcome: "fails", reason: String(error?.message ?? error).split("\n")[0] });
  }
}
process.exit(0); // native packages of some runtimes keep the process alive
