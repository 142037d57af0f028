/*
 * A user's program in plain JavaScript, the same on every runtime. It is copied beside the installed packages.
 *
 *   RUNTIME endToEnd.js begin FOLDER    writes records, trains, and kills itself in the second epoch
 *   RUNTIME endToEnd.js finish FOLDER   reads, resumes, evaluates, predicts, saves and loads; prints its numbers as JSON
 */
import { useBackend } from "@tensorloom/backend";
import { loadClassifier, saveClassifier } from "@tensorloom/classifier/node";
import { createPreprocess } from "@tensorloom/classifier";
import { random } from "@tensorloom/core";
import { fromIndexed, stack } from "@tensorloom/data";
import {
  coarseDropout,
  compose,
  decodePng,
  encodePng,
  randomFlipLeftRight,
  randomRot90,
} from "@tensorloom/image";
import {
  bytes,
  encodeExample,
  fixedLength,
  int64,
  parseExample,
  readRecords,
  TFRecordError,
} from "@tensorloom/tfrecord";
import { openRecordFile, writeRecordFile } from "@tensorloom/tfrecord/node";
import { adam, binaryCrossEntropy, evaluate, fit, predict } from "@tensorloom/training";
import { loadModel, saveModel } from "@tensorloom/training/node";
import { initializers, layers, sequential } from "@tensorflow/tfjs-layers";
import { readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";

const SIDE = 12;
const COUNT = 48;
const BATCH = 8;
const EPOCHS = 3;
/** The step of the second epoch after which the first process is killed, three steps after a checkpoint. */
const KILLED_AT = 4;
const SPEC = { image: fixedLength("bytes"), target: fixedLength("int64", { as: "number" }) };

const [mode, folder] = process.argv.slice(2);
const records = join(folder, "pictures.tfrec");
const loss = binaryCrossEntropy();

/** A PNG file of noise; the right half of class 1 is brighter. */
function draw(n) {
  const numbers = random(1, n);
  const data = Uint8Array.from(
    { length: SIDE * SIDE * 3 },
    (_, at) => 150 * numbers.uniform() + (Math.floor(at / 3) % SIDE >= SIDE / 2 ? 60 * (n % 2) : 0),
  );
  return encodePng({ data, height: SIDE, width: SIDE, channels: 3 });
}

async function* examples() {
  for (let n = 0; n < COUNT; n++) yield encodeExample({ image: bytes(await draw(n)), target: int64(n % 2) });
}

/** A convolutional network with a dropout, whose weights do not depend on the runtime. */
export function network() {
  const seeded = (seed) => initializers.glorotUniform({ seed });
  return sequential({
    layers: [
      layers.rescaling({ scale: 1 / 255, inputShape: [SIDE, SIDE, 3] }),
      layers.conv2d({ filters: 6, kernelSize: 3, strides: 2, useBias: false, kernelInitializer: seeded(1) }),
      layers.batchNormalization({ momentum: 0.8 }),
      layers.activation({ activation: "relu" }),
      layers.dropout({ rate: 0.1 }),
      layers.flatten(),
      layers.dense({ units: 1, activation: "sigmoid", kernelInitializer: seeded(2) }),
    ],
  });
}

const augment = compose(randomFlipLeftRight(), randomRot90(), coarseDropout({ holes: 1, side: 0.25 }));

/** The pictures of records: decoded without loss, so every decoder returns the same bytes. */
function pictures(source) {
  return source.map(
    async (record) => {
      const { image, target } = parseExample(record, SPEC);
      return { inputs: await decodePng(image), targets: target };
    },
    { concurrency: 4 },
  );
}

function trainOn(file, model, options = {}) {
  const train = pictures(fromIndexed(file).shuffle({ seed: 42 }))
    .map(({ inputs, targets }, { random: numbers }) => ({ inputs: augment(inputs, numbers), targets }), {
      seed: 7,
    })
    .batch(BATCH, { collate: stack })
    .prefetch(2);
  const validation = pictures(fromIndexed(file)).batch(BATCH, { collate: stack });
  return fit(model, {
    train,
    validation,
    epochs: EPOCHS,
    loss,
    optimizer: adam(),
    schedule: 0.01,
    ...options,
  });
}

const checkpoint = { folder: join(folder, "run"), every: { steps: 4 } };

async function begin() {
  await mkdir(folder, { recursive: true });
  await writeRecordFile(records, examples());
  await useBackend("wasm");
  const die = {
    onStepEnd: ({ epoch, step }) => epoch === 1 && step === KILLED_AT && process.kill(process.pid, "SIGKILL"),
  };
  await trainOn(await openRecordFile(records), network(), { checkpoint, callbacks: [die] });
  throw new Error("the run was not killed");
}

/** Reads all records, and then a copy of the file with one byte changed, which must be found. */
async function readAll() {
  const file = readFileSync(records);
  let count = 0;
  for await (const record of readRecords(file)) count += record.length > 0 ? 1 : 0;
  file[file.length >> 1] ^= 1;
  try {
    for await (const record of readRecords(file)) count += record.length * 0;
  } catch (error) {
    if (error instanceof TFRecordError) return count;
    throw error;
  }
  throw new Error("a damaged record was read without an error");
}

function same(what, values, others) {
  if (JSON.stringify(values) !== JSON.stringify(others))
    throw new Error(`${what} differ: ${JSON.stringify(values)} and ${JSON.stringify(others)}`);
}

async function finish() {
  const count = await readAll();
  const { name: backend } = await useBackend("wasm");
  const file = await openRecordFile(records);
  const all = pictures(fromIndexed(file)).batch(BATCH, { collate: stack });

  const model = network();
  const resumed = await trainOn(file, model, { checkpoint, resume: true });
  const straight = network();
  const { epochs } = await trainOn(file, straight);
  const logs = epochs.map((epoch) => epoch.logs);
  const scores = async (of) => [...(await predict(of, all)).outputs.data];
  const outputs = await scores(model);
  same(
    "the logs of the resumed run",
    resumed.epochs.map((epoch) => epoch.logs),
    logs,
  );
  same("the predictions of the resumed run", outputs, await scores(straight));

  const measured = await evaluate(model, all, { loss });
  for (const name of ["model.keras", "model.h5", "model.json"]) {
    await saveModel(model, join(folder, name));
    same(`the predictions of ${name}`, await scores(await loadModel(join(folder, name))), outputs);
  }
  const preprocess = createPreprocess({ height: SIDE, width: SIDE });
  await saveClassifier(join(folder, "classifier"), model, { labels: ["dark", "bright"], preprocess });
  const classifier = await loadClassifier(join(folder, "classifier"));
  const classified = await classifier.classify(await draw(1));
  return { backend, count, logs, measured, outputs: outputs.slice(0, 16), classified };
}

if (mode === "begin") await begin();
else process.stdout.write(`${JSON.stringify(await finish())}\n`);
