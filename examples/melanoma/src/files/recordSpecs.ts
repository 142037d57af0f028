import { fixedLength } from "@tensorloom/tfrecord";

/** The features of a test record: the notebook's UNLABELED_TFREC_FORMAT. */
export const UNLABELLED = {
  /** A JPEG. */
  image: fixedLength("bytes"),
  image_name: fixedLength("string"),
};

/** The features of a training record: the notebook's LABELED_TFREC_FORMAT. */
export const LABELLED = {
  ...UNLABELLED,
  /** 1 malignant, 0 benign. */
  target: fixedLength("int64", { as: "number" }),
};
