import type { Dataset } from "@tensorloom/data";

/** A picture whose file is read and not decoded yet. */
export interface Picture {
  /** The picture's name in tables and CSV files. */
  readonly ids: string;
  /** The bytes of its JPEG or PNG file. */
  readonly bytes: Uint8Array;
  /** The index of its class; absent if it is unknown. */
  readonly targets?: number;
}

/** A picture whose class is known. */
export type LabelledPicture = Required<Picture>;

/** A picture's label and metadata, known before its file is read. */
export interface PictureRow {
  readonly id: string;
  /** The index of its class in `labels`; `undefined`: unknown. */
  readonly target: number | undefined;
  /** Rows of the same group, such as a patient, stay together. */
  readonly group: string | undefined;
  /** Other columns: sex, age, site. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Pictures with random access. */
export interface PictureSet<P extends Picture = Picture> {
  /** Sorted by `id`, so that a split does not depend on the form of the data. */
  readonly rows: readonly PictureRow[];
  /** One element per row: `pictures.select(indices)`. */
  readonly pictures: Dataset<P>;
}

/** Labelled pictures of any form: a folder, a table, record files. */
export interface TrainingData extends PictureSet<LabelledPicture> {
  /** Their form: record files, a folder of classes, or a table. */
  readonly from: "records" | "folder" | "table";
  readonly path: string;
  /** The files of the pictures; undefined for record files. */
  readonly paths?: readonly string[] | undefined;
  /** The names of the classes. Of two, the second is the positive one. */
  readonly labels: readonly string[];
  /** What `group` is: the name of a column or a pattern; `undefined`: there are no groups. */
  readonly groupedBy: string | undefined;
  /** Pictures without labels, to predict. */
  readonly test?: PictureSet | undefined;
  /** Path of `sample_submission.csv`, if there is one. */
  readonly sampleSubmission?: string | undefined;
  readonly close: () => Promise<void>;
}

/** The rows of `data.rows` that train, and those that validate. */
export interface Parts {
  readonly train: readonly number[];
  readonly validation: readonly number[];
}
