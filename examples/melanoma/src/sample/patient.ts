import type { Random } from "@tensorloom/core";

/** What the competition's records tell beside the image, as its numbers; -1 is unknown. */
export interface Patient {
  readonly patient: number;
  /** 0 male, 1 female. */
  readonly sex: number;
  /** In years, in steps of five. */
  readonly age: number;
  /** Where on the body: 0 to 5. */
  readonly site: number;
}

/** Somebody made up. What is told of them says nothing of their lesion. */
export function patient(draw: Random): Patient {
  const known = (value: number): number => (draw.uniform() < 0.03 ? -1 : value);
  return {
    patient: draw.integer(2056),
    sex: known(draw.integer(2)),
    age: known(15 + 5 * draw.integer(15)),
    site: known(draw.integer(6)),
  };
}
