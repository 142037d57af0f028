import { createPreprocess, type Preprocess } from "@tensorloom/classifier";
import { random } from "@tensorloom/core";
import { fromArray, type Source, stack } from "@tensorloom/data";
import { encodeJpegSync, encodePngSync, type Image } from "@tensorloom/image";
import { initializers, layers, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import { adam, type Batch, fit, sparseCategoricalCrossEntropy } from "@tensorloom/training";

/** A file and the position of its label in {@link LABELS}. */
interface DrawnPicture {
  readonly file: Uint8Array;
  readonly label: number;
}

export const LABELS: readonly string[] = ["disc", "stripes", "blank"];

/** Draws a picture of one of three kinds as a JPEG or PNG. Size, colours and noise are those of its number. */
function draw(index: number): DrawnPicture {
  const [height, width] = [30 + (index % 5), 40 - (index % 7)];
  const numbers = random(11, index);
  const label = index % 3;
  const ink = [numbers.integer(256), 200, numbers.integer(100)];
  const data = new Uint8Array(height * width * 3);
  for (let at = 0; at < height * width; at++) {
    const [y, x] = [Math.floor(at / width), at % width];
    const isInside = (y - height / 2) ** 2 + (x - width / 2) ** 2 < 81;
    const isInk = label === 0 ? isInside : label === 1 && x % 8 < 4;
    for (let c = 0; c < 3; c++)
      data[3 * at + c] = (isInk ? ink[c] : 40) + numbers.integer(16) * Number(c < 2);
  }
  const image: Image<Uint8Array> = { data, height, width, channels: 3 };
  return { file: index % 2 === 0 ? encodeJpegSync(image) : encodePngSync(image), label };
}

const PICTURES: readonly DrawnPicture[] = Array.from({ length: 48 }, (_, index) => draw(index));

export const TRAINING: readonly DrawnPicture[] = PICTURES.slice(0, 36);
export const VALIDATION: readonly DrawnPicture[] = PICTURES.slice(36);

/** What training and the classifiers do to pictures: every option differs from its default. */
export const preprocess: Preprocess = createPreprocess({
  height: 12,
  width: 12,
  fit: "crop",
  crop: 0.9,
  method: "bicubic",
  antialias: true,
  scaling: "symmetric",
});

/** Batches of pictures, as a user's training makes them. */
export function batchesOf(pictures: readonly DrawnPicture[], batchSize: number): Source<Batch> {
  return fromArray(pictures)
    .map(async ({ file, label }) => ({ inputs: await preprocess(file), targets: label }), { concurrency: 2 })
    .batch(batchSize, { collate: stack });
}

/** A network for images of 12x12, trained on the training pictures. */
export async function trainSmallCnn(): Promise<LayersModel> {
  const kernelInitializer = initializers.glorotUniform({ seed: 3 });
  const model = sequential({
    layers: [
      layers.conv2d({
        filters: 6,
        kernelSize: 3,
        activation: "relu",
        inputShape: [12, 12, 3],
        kernelInitializer,
      }),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.flatten(),
      layers.dense({ units: 3, activation: "softmax", kernelInitializer }),
    ],
  });
  const train = batchesOf(TRAINING, 6);
  const loss = sparseCategoricalCrossEntropy();
  await fit(model, { train, epochs: 3, loss, optimizer: adam(), schedule: 0.005 });
  return model;
}
