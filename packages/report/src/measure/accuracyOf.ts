import type { Measure } from "./interval.ts";

/** The share of rows whose predicted class is the true one. */
export const accuracyOf: Measure = (labels, predictions) => {
  const list = predictions as ArrayLike<number>; // one per row
  let right = 0;
  for (let row = 0; row < labels.length; row++) if (labels[row] === list[row]) right++;
  return right / labels.length;
};
