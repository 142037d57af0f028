import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Dataset, NDArray } from "@tensorloom/data";
import type { Augmentation } from "@tensorloom/image";
import type { Batch, FitOptions, Loss } from "@tensorloom/training";
import type { Ask } from "../../examples/browser/src/messages/channel.ts";
import type { TrainSettings } from "../../examples/browser/src/messages/settings.ts";
import type { chooseEngine as ChooseEngine } from "../../examples/browser/src/worker/engine/chooseEngine.ts";
import type { Gate } from "../../examples/browser/src/worker/train/gate.ts";
import type { Sample } from "../../examples/browser/src/worker/train/pictureBatches.ts";

/** What blocks that are only shown leave to their reader: models, data, options. */
declare global {
  const model: LayersModel;
  const backbone: LayersModel;
  const head: LayersModel;
  const network: LayersModel;

  const train: Dataset<Batch>;
  const validation: Dataset<Batch>;
  const test: Dataset<Batch>;
  const batches: Dataset<Batch>;
  const images: Dataset<{ readonly inputs: NDArray; readonly targets: number }>;
  const pipeline: Dataset<{ readonly image: NDArray; readonly target: NDArray }>;
  const batchesOf: (records: Dataset<Uint8Array>) => Dataset<Batch>;
  const augment: Augmentation;
  const paths: readonly string[];
  const photos: readonly Uint8Array[];
  const labels: readonly number[];
  const file: File;

  const loss: Loss;
  const epochs: number;
  const seed: number;
  const resume: boolean;
  const options: FitOptions;
  const headOptions: FitOptions;
  const tuningOptions: FitOptions;

  // of examples/browser
  const ask: Ask;
  const batchSize: number;
  const chooseEngine: typeof ChooseEngine;
  const gate: Gate;
  const samples: readonly Sample[];
  const settings: TrainSettings;
}
