import { type Image, resize } from "@tensorloom/image";
import { decodeJpeg } from "@tensorloom/image/node";
import { parseExample } from "@tensorloom/tfrecord";
import { decodeError, recordPlace } from "./files/decodeError.ts";
import { LABELLED, UNLABELLED } from "./files/recordSpecs.ts";

/** An image with its label and its name, as `fit` reads them: one row of a batch. */
export interface Sample {
  /** `[size, size, 3]` bytes. */
  readonly inputs: Image;
  /** 1 malignant, 0 benign. */
  readonly targets: number;
  readonly ids: string;
}

/** A sample whose image is not decoded yet. */
type Encoded<S> = Omit<S, "inputs"> & { readonly jpeg: Uint8Array };
type Decoded<E> = Omit<E, "jpeg"> & Pick<Sample, "inputs">;

/** Parses a training record. */
export function parseLabelled(record: Uint8Array): Encoded<Sample> {
  const { image, image_name, target } = parseExample(record, LABELLED);
  return { jpeg: image, ids: image_name, targets: target };
}

/** Parses a test record, which has no label. */
export function parseUnlabelled(record: Uint8Array): Encoded<Pick<Sample, "ids">> {
  const { image, image_name } = parseExample(record, UNLABELLED);
  return { jpeg: image, ids: image_name };
}

/** Returns a function that decodes a sample's image and resizes it to `size` x `size`. */
export function decodeAndResize(
  size: number,
): <E extends Encoded<Pick<Sample, "ids">>>(sample: E) => Promise<Decoded<E>> {
  return async (sample) => {
    const { jpeg, ...label } = sample;
    try {
      const image = await decodeJpeg(jpeg, { channels: 3 });
      return { ...label, inputs: resize(image, { height: size, width: size }) };
    } catch (error) {
      throw decodeError(recordPlace(sample), sample.ids, error);
    }
  };
}
