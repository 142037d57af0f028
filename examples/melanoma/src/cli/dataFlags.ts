import type { Flag } from "./flag.ts";

/** Flags that say which pictures a command reads, and what belongs together. */
export const DATA_FLAGS = {
  data: {
    value: "PATH",
    help: "a folder with one subfolder of pictures per class; or a .csv or .tsv\nfile with a column of paths and one of classes; or a folder with\ntrainNN-COUNT.tfrec and, optionally, testNN-COUNT.tfrec and\nsample_submission.csv; also addresses, such as gs://bucket/records",
  },
  "group-by": {
    value: "COLUMN",
    help: "pictures with the same value stay together in training or validation\ndefault: patient_id if the data have it; none: no groups",
  },
  "group-pattern": {
    value: "REGEX",
    help: "the same, by the names of files: the part in parentheses, such as\n'^patient(\\d+)'",
  },
  "image-column": {
    value: "NAME",
    help: "the table's column of paths, from its folder; default: image, path, file,\nfilename or image_name",
  },
  "image-pattern": {
    value: "TEXT",
    help: "the path of the table's files: 'jpeg/{}.jpg', with the value in place of {}",
  },
  "label-column": {
    value: "NAME",
    help: "the table's column of classes; default: label, target, class or diagnosis",
  },
} as const satisfies Readonly<Record<string, Flag>>;
