import { COMPUTE_FLAGS } from "./compute.ts";
import { DATA_FLAGS } from "./dataFlags.ts";
import { type Flag, HELP } from "./flag.ts";

/** The flags of training, in the order of the help. */
export const TRAIN_FLAGS: Readonly<Record<string, Flag>> = {
  ...DATA_FLAGS,
  data: { ...DATA_FLAGS.data, help: `${DATA_FLAGS.data.help}\ndefault: a sample is drawn into OUT/sample` },
  validation: {
    value: "SHARE",
    help: "share of the labelled pictures that is held back to validate; default 0.2",
  },
  weights: {
    value: "PATH|NAME",
    help: "weights of the backbone: a file or folder (Keras .h5, tfjs model.json), or\nimagenet, imagenet-autoaugment, noisy-student (downloaded once), or none\ndefault: imagenet with --data, none for the sample",
  },
  model: { value: "B0..B7", help: "EfficientNet variant; default B0" },
  size: {
    value: "PIXELS",
    help: "height and width that images are resized to, at least 32\ndefault: 224 with --data, 64 for the sample",
  },
  preprocessing: {
    value: "NAME",
    help: "unit (pixel / 255, as in the notebook) or imagenet (also mean and standard\ndeviation); default unit",
  },
  train: {
    value: "head|all",
    help: "head: the backbone is frozen, and each image goes through it a few times in\nall (plain, mirrored, turned); all: then every layer, too; default head",
  },
  epochs: { value: "N", help: "default 35 for head (20 on the sample), 12 for all" },
  keep: {
    value: "best|last",
    help: "the weights at the end: those of the epoch with the least validation loss,\nor of the last epoch; default last for head, best for all",
  },
  optimizer: {
    value: "NAME",
    help: "adam, adamw, nadam, lamb, lion, rmsprop or sgd (with Nesterov momentum);\ndefault adam",
  },
  decay: {
    value: "X",
    help: "weight decay per step, times the learning rate; biases and batch\nnormalisation have none; default 0, for adamw 0.004",
  },
  ema: {
    value: "MOMENTUM",
    help: "validate and save an exponential moving average of the weights, such as\n0.99; default: none",
  },
  schedule: {
    value: "NAME",
    help: "of the learning rate: notebook (ramp, then decay), cosine (with warm-up),\none-cycle, constant or plateau (halves when the validation loss stops\nimproving); default notebook",
  },
  rate: { value: "X", help: "highest learning rate; default: the notebook's for the batch" },
  "class-weights": {
    value: "NAME",
    help: "none, or balanced: both classes count the same; default none",
  },
  batch: {
    value: "N",
    help: "images per step; default 32 for head, 8 for all, whose learning rate grows\nwith it",
  },
  accumulate: {
    value: "N",
    help: "passes per step of all layers, BATCH / N images each, whose gradients are\nsummed: the same step in less memory. Batch normalisation uses each pass's\nown statistics if it is trained (--weights none)\ndefault: as few as fit into memory",
  },
  recompute: {
    help: "recompute activations in the backward pass (gradient checkpointing): less\nmemory, 10 to 35 % more time, the same numbers\ndefault: only as many as needed for a pass to fit",
  },
  views: {
    value: "N",
    help: "views of each training picture, mirrored and turned, that the head learns\nfrom, 1 to 8; default 8 (2, itself and mirrored, on the sample)",
  },
  tta: {
    value: "N",
    help: "views of each test image, mirrored and turned, whose predictions are\naveraged (test-time augmentation), 1 to 8; default 1",
  },
  sensitivity: {
    value: "X",
    help: "of two classes, the share of the second that the threshold finds, such as\n0.9; default: the best sum of sensitivity and specificity",
  },
  checkpoint: {
    value: "SECONDS",
    help: "time between checkpoints in OUT/checkpoint, from which --resume continues;\n0: none; default 60",
  },
  resume: { help: "continue the run in OUT that was interrupted, with the same flags" },
  seed: { value: "N", help: "of split, order, flips, initial weights and sample; default 42" },
  ...COMPUTE_FLAGS,
  replicas: {
    value: "N",
    help: "threads that share a batch (tfjs on wasm or cpu)\ndefault on wasm: one per core if each has at least 4 images of the batch",
  },
  out: {
    value: "DIR",
    help: "folder for the results, or an address such as s3://bucket/run with --data\ndefault out/melanoma",
  },
  help: HELP,
};
