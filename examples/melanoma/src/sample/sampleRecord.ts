import { bytes, encodeExample, int64 } from "@tensorloom/tfrecord";
import type { Patient } from "./patient.ts";

/** An image with what its record says of it. */
export interface Entry extends Patient {
  /** A JPEG. */
  readonly image: Uint8Array;
  readonly name: string;
  /** `undefined` in test records, which hold the image and its name alone. */
  readonly target: number | undefined;
}

/** An Example with the competition's keys and kinds. */
export function sampleRecord({ image, name, target, patient, sex, age, site }: Entry): Uint8Array {
  const shown = { image: bytes(image), image_name: bytes(name) };
  if (target === undefined) return encodeExample(shown);
  return encodeExample({
    ...shown,
    patient_id: int64(patient),
    sex: int64(sex),
    age_approx: int64(age),
    anatom_site_general_challenge: int64(site),
    diagnosis: int64(target),
    target: int64(target),
  });
}
