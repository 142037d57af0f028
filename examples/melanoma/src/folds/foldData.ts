import type { Dataset } from "@tensorloom/data";
import type { LabelledPicture, Parts, PictureRow, PictureSet } from "../pictures/trainingData.ts";

/** Pictures, and the folds that they are divided into. */
export interface FoldData {
  /** The place of the pictures, for messages. */
  readonly path: string;
  /** The pictures of the data, then external ones. */
  readonly rows: readonly PictureRow[];
  readonly pictures: Dataset<LabelledPicture>;
  /** The number of rows that are not external. */
  readonly own: number;
  /** Each row validates in one fold, and trains in all others. */
  readonly folds: readonly Parts[];
  /** What stays together in a fold: `"shard"`, the name of a column, or undefined. */
  readonly foldedBy: string | undefined;
  /** The name of the class whose probability is the score. */
  readonly scored: string;
  readonly test: PictureSet | undefined;
  readonly sampleSubmission: string | undefined;
  readonly close: () => Promise<void>;
}

/** Lists the rows of each fold from the fold of each row. */
export function partsOf(foldOf: readonly number[], folds: number): readonly Parts[] {
  return Array.from({ length: folds }, (_, fold) => ({
    train: foldOf.flatMap((one, row) => (one === fold ? [] : [row])),
    validation: foldOf.flatMap((one, row) => (one === fold ? [row] : [])),
  }));
}
