import { type Tensor, tensor2d } from "@tensorflow/tfjs-core";
import { layers, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import {
  createPreprocess,
  csvLog,
  decodeExample,
  type Dataset,
  fit,
  fromIndexed,
  type History,
  loadClassifier,
  loadModel,
  meanSquaredError,
  openRecordFile,
  saveClassifier,
  saveModel,
  stack,
  storageOf,
  useBackend,
} from "tensorloom";
import { addressProgram, type AddressProgram } from "./addressProgram.ts";
import { fetchFile } from "../../../efficientnet/src/download/browserFile.ts";

/** What the tests ask of a page or a worker, by name. */
export interface Program extends AddressProgram {
  train(run: Run): Promise<Trained>;
  save(folder: string): Promise<readonly number[]>;
  list(pattern: string): Promise<readonly string[]>;
  text(address: string): Promise<string>;
  copy(file: Blob, address: string): Promise<number>;
  fill(address: string, bytes: number): Promise<string>;
  download(mirror: string, name: string, digest: string): Promise<readonly unknown[]>;
}

/** One call of `fit`. */
export interface Run {
  /** Records: an address, or the user's File. */
  readonly source: string | Blob;
  readonly epochs: number;
  /** The folder of checkpoints and of a log. Default: none. */
  readonly folder?: string | undefined;
}

/** The numbers of a run. */
export interface Trained {
  readonly losses: readonly number[];
  readonly weights: readonly number[];
}

function network(): LayersModel {
  const kernelInitializer = "ones";
  return sequential({
    layers: [
      layers.dense({ units: 4, inputShape: [2], activation: "tanh", kernelInitializer }),
      layers.dense({ units: 1, kernelInitializer }),
    ],
  });
}

async function readBatches(source: string | Blob): Promise<Dataset<never>> {
  const field = (record: Uint8Array, name: string): Float32Array =>
    Float32Array.from(decodeExample(record).get(name)?.values as Float32Array); // the test wrote floats
  const file = await openRecordFile(source);
  return fromIndexed(file)
    .shuffle({ seed: 7 })
    .map((record) => ({
      inputs: { data: field(record, "x"), shape: [2] },
      targets: { data: field(record, "y"), shape: [1] },
    }))
    .batch(4, { collate: stack }) as unknown as Dataset<never>; // batches of fit
}

function weightsOf(model: LayersModel): readonly number[] {
  return model.getWeights().flatMap((weight) => [...weight.dataSync()]);
}

/** Makes the program. `onEpoch` is called at the end of each epoch of a run. */
export function createProgram(onEpoch: (epoch: number) => void): Program {
  return {
    async train({ source, epochs, folder }) {
      await useBackend("cpu");
      const model = network();
      const history: History = await fit(model, {
        train: await readBatches(source),
        epochs,
        loss: meanSquaredError(),
        callbacks: [
          { name: "progress", onEpochEnd: ({ epoch }) => onEpoch(epoch) },
          ...(folder === undefined ? [] : [csvLog(`${folder}/log.csv`)]),
        ],
        ...(folder === undefined ? {} : { checkpoint: { folder: `${folder}/state` }, resume: true }),
      });
      return { losses: history.epochs.map(({ logs }) => logs["loss"]), weights: weightsOf(model) };
    },
    async save(folder) {
      await useBackend("cpu");
      const model = network();
      await saveModel(model, `${folder}/model`);
      await saveModel(model, `${folder}/model.keras`);
      const pixels = sequential({
        layers: [
          layers.flatten({ inputShape: [2, 2, 3] }),
          layers.dense({ units: 1, activation: "sigmoid" }),
        ],
      });
      const preprocess = createPreprocess({ height: 2, width: 2 });
      await saveClassifier(`${folder}/classifier`, pixels, { labels: ["no", "yes"], preprocess });
      const classifier = await loadClassifier(`${folder}/classifier`);
      const black = { data: new Uint8Array(12), height: 2, width: 2, channels: 3 };
      const scores = await classifier.classify(black);
      const loaded = [await loadModel(`${folder}/model`), await loadModel(`${folder}/model.keras`)];
      const outputs = [model, ...loaded].flatMap((one) => [
        ...(one.predict(tensor2d([[1, 2]])) as Tensor).dataSync(), // the network has one output
      ]);
      return [...outputs, ...scores.map(({ score }) => score)];
    },
    async list(pattern) {
      const names: string[] = [];
      for await (const { address } of (await storageOf(pattern)).list(pattern)) names.push(address);
      return names;
    },
    text: async (address) => new TextDecoder().decode(await (await storageOf(address)).read(address)),
    async copy(file, address) {
      const object = await (await storageOf(address)).write(address);
      await object.write(new Uint8Array(await file.arrayBuffer()));
      await object.commit();
      return object.bytes;
    },
    async fill(address, bytes) {
      const object = await (await storageOf(address)).write(address);
      try {
        await object.write(new Uint8Array(bytes));
        await object.commit();
        return "written";
      } catch (error) {
        return `${(error as { kind: string }).kind} ${String(error)}`;
      } finally {
        await object.discard();
      }
    },
    ...addressProgram,
    async download(mirror, name, digest) {
      const progress: number[] = [];
      const file = { name, url: "https://example.org/none", algorithm: "sha256", digest } as const;
      const onProgress = ({ received, total }: { received: number; total: number | undefined }): void => {
        progress.push(received, total ?? -1);
      };
      const place = await fetchFile(file as never, { mirror, onProgress }).catch(String);
      return [place, ...progress.slice(-2)];
    },
  };
}
