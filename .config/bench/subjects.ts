/** A section of the page of benchmarks: benchmarks by name, each with what it measures and the parts of its ratios. */
interface Subject {
  readonly title: string;
  readonly benchmarks: Readonly<Record<string, string>>;
}

/** The sections in order. A saved benchmark that is in none comes last. */
export const SUBJECTS: readonly Subject[] = [
  {
    title: "Start-up",
    benchmarks: {
      startup:
        "The time from a command to its answer, and of the first import of every entry of every package, in milliseconds. `files` and `kilobytes` are our own files that an import loads, `others` the packages of others.",
    },
  },
  {
    title: "Records and data",
    benchmarks: {
      tfrecord:
        "Reading, verifying, parsing and writing TFRecords. `ours by this` is the speed of the first line divided by that of the line: above 1, ours is faster. Lines with `bound` are what limits ours.",
      throughput:
        "Datasets of small elements, with tf.data: elements per second; `ratio` is ours divided by tf.data.",
      memory: "The memory of a pass over a large dataset.",
      images:
        "TFRecords of JPEGs of 1024x1024, parsed, decoded, flipped and batched, with tf.data: images per second.",
      autotune: "The concurrency and prefetch that a dataset chooses for itself.",
      create: "Making TFRecords from a folder of pictures, with a TensorFlow program.",
    },
  },
  {
    title: "Images",
    benchmarks: {
      decode: "Decoders of JPEG and PNG.",
      browserDecoder:
        "Decoding in a worker of Chromium by the portable decoder and by the browser's, and how far their levels differ.",
      scaled: "JPEGs that are decoded at a fraction of their size.",
      png: "PNG files of 8 and 16 bits, of few bits and with palettes, with fast-png and Pillow.",
      augment: "Augmentations of a picture, with peers in Python; below 1 in `ratio`, ours takes less time.",
      transforms:
        "Changes of a picture of 1024x1024, in milliseconds of CPU time; below 1 in `ratio`, ours takes less time than TensorFlow on one thread.",
    },
  },
  {
    title: "Training and prediction",
    benchmarks: {
      train:
        "A train step of EfficientNet-B0 at 224x224 with each engine; `ratio` is its time divided by that of the first line.",
      predict:
        "Predictions of EfficientNet-B0 at 224x224 with each engine; `ratio` is its time divided by that of the first line with the same batch.",
      gpu: "A train step and a prediction of EfficientNet through WebGPU, with PyTorch, and the slowest shaders.",
      engine: "The engines of training.",
      fit: "The loop around a train step.",
      network: "EfficientNet on the wasm backend.",
      optimizers: "Updates of weights by each optimizer.",
      scaling:
        "A train step with one replica, two, and so on; `separate` is what processes that exchange nothing reach.",
      roofline:
        "The kernels of a step beside the least time in which this machine could compute them or move their bytes.",
      communicator: "All-reduce and broadcast between threads.",
      export: "Models as ONNX files.",
    },
  },
  {
    title: "Storage and machines",
    benchmarks: {
      stream:
        "Large objects over HTTP; `ratio` is to curl with the same number of connections: above 1, ours is faster.",
      storage:
        "Records on a web server in order, and JPEGs in random order from a server 20 ms away; `ratio` is to curl and to the local disk.",
      allReduce: "Sums over two processes with MPI, beside a program in C, and over two threads.",
      ranks: "A train step on two ranks of MPI, with two threads; above 1 in `ratio`, the ranks are faster.",
      machines: "Steps on two pretended machines with a slow link, predicted and measured.",
    },
  },
  {
    title: "Metrics",
    benchmarks: {
      metrics: "Metrics of a million rows; `ratio` is scikit-learn divided by ours: above 1, ours is faster.",
    },
  },
];
