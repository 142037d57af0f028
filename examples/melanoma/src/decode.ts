import { decodeJpeg, type Image, resize } from "@tensorloom/image";
import { parseExample } from "@tensorloom/tfrecord";
import { decodeError, recordPlace } from "./files/decodeError.ts";
import { LABELLED, UNLABELLED } from "./files/recordSpecs.ts";

/** An image with its label and its name, as `fit` reads them: one row of a batch. */
export interface LabelledImage {
  /** `[size, size, 3]` bytes. */
  readonly inputs: Image;
  /** 1 malignant, 0 benign. */
  readonly targets: number;
  readonly ids: string;
}

/** An image that is not decoded yet. */
type EncodedImage<S> = Omit<S, "inputs"> & { readonly jpeg: Uint8Array };
type DecodedImage<E> = Omit<E, "jpeg"> & Pick<LabelledImage, "inputs">;

/** Parses a training record. */
export function parseLabelled(record: Uint8Array): EncodedImage<LabelledImage> {
  const { image, image_name, target } = parseExample(record, LABELLED);
  return { jpeg: image, ids: image_name, targets: target };
}

/** Parses a test record, which has no label. */
export function parseUnlabelled(record: Uint8Array): EncodedImage<Pick<LabelledImage, "ids">> {
  const { image, image_name } = parseExample(record, UNLABELLED);
  return { jpeg: image, ids: image_name };
}

/** Returns a function that decodes an image and resizes it to `size` x `size`. */
export function decodeAndResize(
  size: number,
): <E extends EncodedImage<Pick<LabelledImage, "ids">>>(image: E) => Promise<DecodedImage<E>> {
  return async (labelled) => {
    const { jpeg, ...label } = labelled;
    try {
      const image = await decodeJpeg(jpeg, { channels: 3 });
      return { ...label, inputs: resize(image, { height: size, width: size }) };
    } catch (error) {
      throw decodeError(recordPlace(labelled), labelled.ids, error);
    }
  };
}
