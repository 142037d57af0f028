import { bytes, encodeExample, int64 } from "@tensorloom/tfrecord";
import type { Patient } from "./randomPatient.ts";

/** A JPEG with the other features of its record. */
export interface LabelledJpeg extends Patient {
  readonly image: Uint8Array;
  readonly name: string;
  /** `undefined` for test records, which have only the image and its name. */
  readonly target: number | undefined;
}

/** Encodes an Example with the competition's features. */
export function encodeRecord({
  image,
  name,
  target,
  randomPatient,
  sex,
  age,
  site,
}: LabelledJpeg): Uint8Array {
  const shown = { image: bytes(image), image_name: bytes(name) };
  if (target === undefined) return encodeExample(shown);
  return encodeExample({
    ...shown,
    patient_id: int64(randomPatient),
    sex: int64(sex),
    age_approx: int64(age),
    anatom_site_general_challenge: int64(site),
    diagnosis: int64(target),
    target: int64(target),
  });
}
