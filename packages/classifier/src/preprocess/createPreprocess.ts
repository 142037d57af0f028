import { errorMessage } from "@tensorloom/core/internal";
import type { Image } from "@tensorloom/image";
import { decodeInput } from "../input/decodeInput.ts";
import { type ImageInput, nameOf } from "../input/imageInput.ts";
import { fitImage } from "./fitImage.ts";
import { type PreprocessOptions, type ResolvedPreprocess, resolvePreprocess } from "./preprocessOptions.ts";
import { scale } from "./scaling.ts";

/**
 * A function from a picture to the numbers that a model reads.
 *
 * The image is of bytes if `scaling` is `"none"`, of floats otherwise.
 *
 * @example
 * ```ts
 * import { createPreprocess, type Preprocess } from "@tensorloom/classifier";
 *
 * const preprocess: Preprocess = createPreprocess({ height: 224, width: 224, fit: "crop" });
 * preprocess.options.method; // => "bilinear"
 * ```
 */
export interface Preprocess {
  (input: ImageInput): Promise<Image>;
  /** Every option, with its default: plain JSON. */
  readonly options: ResolvedPreprocess;
}

/**
 * Creates the function that training and a classifier prepare pictures with.
 *
 * It decodes an image file, rotates it upright, crops, resizes and scales it. Call it in the dataset that trains the
 * model, and pass it to `saveClassifier`: then a classifier computes from the same numbers, bit for bit.
 *
 * Augment what it returns, and scale in the model's first layer: bytes take a quarter of the memory of floats.
 *
 * @throws TypeError or RangeError if an option is unknown or invalid. The function throws ImageError if a picture cannot be
 * decoded, Error if it cannot be read, TypeError if it is not a picture; each names the picture.
 * @see Keras, `image_dataset_from_directory`; torchvision, `transforms.Compose`
 * @example
 * ```ts
 * import { createPreprocess } from "@tensorloom/classifier";
 * import { fromArray, stack } from "@tensorloom/data";
 * import { encodePng } from "@tensorloom/image";
 *
 * const preprocess = createPreprocess({ height: 8, width: 8, fit: "crop", antialias: true });
 * const file = await encodePng({ data: new Uint8Array(20 * 30 * 3), height: 20, width: 30, channels: 3 });
 * const batches = fromArray([{ file, label: 0 }, { file, label: 1 }])
 *   .map(async ({ file, label }) => ({ inputs: await preprocess(file), targets: label }), { concurrency: 4 })
 *   .batch(2, { collate: stack });
 * const [{ inputs, targets }] = await batches.toArray();
 * [inputs.shape, targets.shape]; // => [[2, 8, 8, 3], [2]]
 * ```
 */
export function createPreprocess(options: PreprocessOptions): Preprocess {
  const resolved = resolvePreprocess("createPreprocess", options);
  return Object.assign(
    (input: ImageInput) => prepare(resolved, input, nameOf(input) ?? "preprocess: input"),
    {
      options: resolved,
    },
  );
}

/**
 * Prepares one picture.
 *
 * @param name - The picture's name in errors: all of them contain it.
 * @param signal - Ends a download; its reason is thrown.
 */
export async function prepare(
  options: ResolvedPreprocess,
  input: ImageInput,
  name: string,
  signal?: AbortSignal,
): Promise<Image> {
  try {
    return scale(fitImage(await decodeInput(input, name, options, signal), options), options.scaling);
  } catch (error) {
    signal?.throwIfAborted();
    const message = errorMessage(error);
    if (message.includes(name)) throw error;
    throw new Error(`${name}: ${message}`, { cause: error });
  }
}
