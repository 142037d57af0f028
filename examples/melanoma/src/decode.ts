import { createPreprocess, type Preprocess } from "@tensorloom/classifier";
import { decodeImage, type Image, resize } from "@tensorloom/image";
import { decodeError, placeOf } from "./files/decodeError.ts";
import type { Picture } from "./pictures/trainingData.ts";

/** An image with its label and its name, as `fit` reads them: one row of a batch. */
export interface LabelledImage {
  /** `[size, size, 3]` bytes. */
  readonly inputs: Image;
  /** The index of its class: 1 malignant, 0 benign. */
  readonly targets: number;
  readonly ids: string;
}

type DecodedImage<P extends Picture> = Omit<P, "bytes"> & Pick<LabelledImage, "inputs">;

/** Returns a function that decodes a picture, turns it upright and resizes it to `size` x `size`. */
export function decodeAndResize(size: number): <P extends Picture>(picture: P) => Promise<DecodedImage<P>> {
  return decodeBy(preprocessOf(size));
}

/**
 * Returns a function that decodes a picture and resizes it as `tf.io.decode_jpeg` and `tf.image.resize` do: to
 * floats in 0..255 that are not rounded. No picture is turned upright.
 */
export function decodeAsTensorFlow(
  size: number,
): <P extends Picture>(picture: P) => Promise<DecodedImage<P>> {
  return decodeBy(async (bytes) => {
    const image = await decodeImage(bytes, { channels: 3 });
    return resize({ ...image, data: Float32Array.from(image.data) }, { height: size, width: size });
  });
}

function decodeBy(
  decode: (bytes: Uint8Array) => Promise<Image>,
): <P extends Picture>(picture: P) => Promise<DecodedImage<P>> {
  return async (picture) => {
    const { bytes, ...label } = picture;
    try {
      return { ...label, inputs: await decode(bytes) };
    } catch (error) {
      throw decodeError(placeOf(picture), picture.ids, error);
    }
  };
}

/** The preprocessing of training, which a saved classifier repeats. */
export function preprocessOf(size: number): Preprocess {
  return createPreprocess({ height: size, width: size });
}
