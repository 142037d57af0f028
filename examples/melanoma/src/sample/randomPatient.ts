import type { Random } from "@tensorloom/core";

/** The features of a competition record besides the image, as its numbers; -1 is unknown. */
export interface Patient {
  readonly randomPatient: number;
  /** 0 male, 1 female. */
  readonly sex: number;
  /** In years, in steps of five. */
  readonly age: number;
  /** Part of the body, 0 to 5. */
  readonly site: number;
}

/** Draws a patient, independent of the lesion. */
export function patient(draw: Random): Patient {
  const known = (value: number): number => (draw.uniform() < 0.03 ? -1 : value);
  return {
    randomPatient: draw.integer(2056),
    sex: known(draw.integer(2)),
    age: known(15 + 5 * draw.integer(15)),
    site: known(draw.integer(6)),
  };
}
