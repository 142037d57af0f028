/** One flag of the command. */
export interface Flag {
  /** What stands for its value in the help; `undefined` where it takes none. */
  readonly value?: string;
  readonly help: string;
}

/** The command's flags, in the order of the help. */
export const FLAGS: Readonly<Record<string, Flag>> = {
  data: {
    value: "DIR",
    help: "folder with trainNN-COUNT.tfrec, testNN-COUNT.tfrec and, if there is one,\nsample_submission.csv; without it, a sample is drawn into OUT/sample",
  },
  weights: {
    value: "PATH|NAME",
    help: "what the backbone knows: a file or folder (Keras .h5, tfjs model.json), or\nimagenet, imagenet-autoaugment, noisy-student (downloaded once), or none\ndefault: imagenet with --data, none for the sample",
  },
  model: { value: "B0..B7", help: "EfficientNet variant; default B0" },
  size: {
    value: "PIXELS",
    help: "side of the square that images are resized to, at least 32\ndefault: 224 with --data, 64 for the sample",
  },
  preprocessing: {
    value: "NAME",
    help: "unit (pixel / 255, as the notebook feeds) or imagenet (also mean and\ndeviation); default unit",
  },
  train: {
    value: "head|all",
    help: "head: the backbone stays as it is, each image goes through it twice in all\n(as it is and mirrored); all: then every layer learns too; default head",
  },
  epochs: { value: "N", help: "default 35 for head (20 on the sample), 12 for all" },
  keep: {
    value: "best|last",
    help: "whose weights the run ends with: those of the epoch of least validation\nloss, or of the last; default last for head, best for all",
  },
  batch: {
    value: "N",
    help: "images a step; default 32 for head, 8 for all, whose rate grows with it",
  },
  accumulate: {
    value: "N",
    help: "passes per step of all layers, BATCH / N images each, whose gradients are\nsummed: the same step in less memory. Batch normalisation normalises each\npass by itself if it trains (--weights none)\ndefault on wasm: as few as fit into its memory",
  },
  recompute: {
    help: "recompute activations in the backward pass (gradient checkpointing): less\nmemory, 10 to 35 % more time, the same numbers\ndefault on wasm: as little as makes a pass fit",
  },
  seed: { value: "N", help: "fixes split, order, flips, initial weights, the sample; default 42" },
  backend: { value: "NAME", help: "auto, tensorflow, webgpu, wasm or cpu; default auto" },
  replicas: {
    value: "N",
    help: "threads that share a batch (wasm and cpu); default on wasm: one a core, as\nlong as each has 4 images of it",
  },
  out: { value: "DIR", help: "where results go; default out/melanoma" },
  help: { help: "prints this" },
};
