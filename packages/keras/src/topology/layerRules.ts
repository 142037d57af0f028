/** How the options of a class of layers correspond. */
export interface LayerRule {
  /** The options that both have: Keras's name, then tfjs's name in Python's spelling. */
  readonly options: Readonly<Record<string, string>>;
  /** Options with one supported value. */
  readonly only: Readonly<Record<string, unknown>>;
}

function rule(
  names: readonly string[],
  only: Readonly<Record<string, unknown>> = {},
  renamed: Readonly<Record<string, string>> = {},
): LayerRule {
  return { options: { ...Object.fromEntries(names.map((name) => [name, name])), ...renamed }, only };
}

/** The options of a weight. */
function weight(kind: string): readonly string[] {
  return [`${kind}_initializer`, `${kind}_regularizer`, `${kind}_constraint`];
}

const LAST = { data_format: "channels_last" };
const UNGROUPED = { ...LAST, groups: 1 };
const WINDOW = ["kernel_size", "strides", "padding"];
const BIASED = ["activation", "use_bias", ...weight("bias"), "activity_regularizer"];
const CONVOLUTION = [...WINDOW, "dilation_rate", ...BIASED];
const TRANSPOSED = ["filters", ...WINDOW, ...BIASED, ...weight("kernel")];
const POOLING = ["pool_size", "strides", "padding"];

const CELL = [
  ...["units", "activation", "use_bias", "dropout", "recurrent_dropout"],
  ...[...weight("kernel"), ...weight("recurrent"), ...weight("bias")],
];
const SEQUENCES = ["return_sequences", "return_state", "go_backwards", "stateful", "unroll"];
const RECURRENT = [...CELL, "activity_regularizer", ...SEQUENCES];
const GATED = ["recurrent_activation"];
const FORGETTING = [...GATED, "unit_forget_bias"];

const AFFINE = ["axis", "epsilon", "center", "scale"];
const GLOBAL = { ...LAST, keepdims: false };

/**
 * The layers that Keras and tfjs have in common, and their options.
 *
 * An option that is in neither list may only be absent, null or false. `Resizing` is missing because tfjs places the
 * pixels of its samples elsewhere.
 *
 * @see keras/src/layers; tfjs-layers/src/layers
 */
export const LAYER_RULES: Readonly<Record<string, LayerRule>> = {
  Activation: rule(["activation"]),
  Add: rule([]),
  AlphaDropout: rule(["rate"]),
  Average: rule([]),
  AveragePooling1D: rule(POOLING, LAST),
  AveragePooling2D: rule(POOLING, LAST),
  AveragePooling3D: rule(POOLING, LAST),
  BatchNormalization: rule([
    ...[...AFFINE, "momentum", ...weight("beta"), ...weight("gamma")],
    ...["moving_mean_initializer", "moving_variance_initializer"],
  ]),
  Bidirectional: rule(["merge_mode"]),
  CategoryEncoding: rule(["num_tokens", "output_mode"]),
  CenterCrop: rule(["height", "width"], LAST),
  Concatenate: rule(["axis"]),
  Conv1D: rule(["filters", ...CONVOLUTION, ...weight("kernel")], UNGROUPED),
  Conv2D: rule(["filters", ...CONVOLUTION, ...weight("kernel")], UNGROUPED),
  Conv2DTranspose: rule(TRANSPOSED, { ...LAST, dilation_rate: [1, 1] }),
  Conv3D: rule(["filters", ...CONVOLUTION, ...weight("kernel")], UNGROUPED),
  Conv3DTranspose: rule(TRANSPOSED, { ...LAST, dilation_rate: [1, 1, 1] }),
  Cropping2D: rule(["cropping"], LAST),
  Dense: rule(["units", ...BIASED, ...weight("kernel")]),
  DepthwiseConv2D: rule(["depth_multiplier", ...CONVOLUTION, ...weight("depthwise")], LAST),
  Dot: rule(["axes", "normalize"]),
  Dropout: rule(["rate", "noise_shape"]),
  ELU: rule([], { alpha: 1 }),
  Embedding: rule([
    ...["input_dim", "output_dim", "mask_zero", "activity_regularizer"],
    ...weight("embeddings"),
  ]),
  Flatten: rule([], LAST),
  GRU: rule([...RECURRENT, ...GATED], { reset_after: false }),
  GRUCell: rule([...CELL, ...GATED], { reset_after: false }),
  GaussianDropout: rule(["rate"]),
  GaussianNoise: rule(["stddev"]),
  GlobalAveragePooling1D: rule([], GLOBAL),
  GlobalAveragePooling2D: rule([], GLOBAL),
  GlobalMaxPooling1D: rule([], GLOBAL),
  GlobalMaxPooling2D: rule([], GLOBAL),
  InputLayer: rule([], { sparse: false }),
  LSTM: rule([...RECURRENT, ...FORGETTING]),
  LSTMCell: rule([...CELL, ...FORGETTING]),
  LayerNormalization: rule([...AFFINE, ...weight("beta"), ...weight("gamma")]),
  LeakyReLU: rule([], {}, { negative_slope: "alpha" }),
  Masking: rule(["mask_value"]),
  MaxPooling1D: rule(POOLING, LAST),
  MaxPooling2D: rule(POOLING, LAST),
  MaxPooling3D: rule(POOLING, LAST),
  Maximum: rule([]),
  Minimum: rule([]),
  Multiply: rule([]),
  PReLU: rule([...weight("alpha"), "shared_axes"]),
  Permute: rule(["dims"]),
  RNN: rule(SEQUENCES),
  ReLU: rule(["max_value"], { negative_slope: 0, threshold: 0 }),
  RepeatVector: rule(["n"]),
  Rescaling: rule(["scale", "offset"]),
  Reshape: rule(["target_shape"]),
  SeparableConv2D: rule(
    ["filters", "depth_multiplier", ...CONVOLUTION, ...weight("depthwise"), ...weight("pointwise")],
    LAST,
  ),
  SimpleRNN: rule(RECURRENT),
  SimpleRNNCell: rule(CELL),
  Softmax: rule(["axis"]),
  SpatialDropout1D: rule(["rate"]),
  StackedRNNCells: rule([]),
  TimeDistributed: rule([]),
  UpSampling2D: rule(["size"], { ...LAST, interpolation: "nearest" }),
  ZeroPadding2D: rule(["padding"], LAST),
};

/** Options that change nothing, or nothing that is loaded: seeds, hints for speed, what Keras derives again. */
export const IGNORED_OPTIONS: ReadonlySet<string> = new Set([
  ...["name", "trainable", "dtype", "seed", "implementation", "input_length", "layers", "layer", "cell"],
  ...["backward_layer", "cells", "batch_input_shape", "batch_shape", "renorm_clipping", "renorm_momentum"],
  ...["zero_output_for_mask", "build_input_shape", "autocast"],
]);

/** Layers that act only in training: predictions pass through them unchanged. */
export const TRAINING_ONLY: ReadonlySet<string> = new Set([
  ...["ActivityRegularization", "AugMix", "CutMix", "Identity", "MixUp", "RandAugment", "RandomBrightness"],
  ...["RandomColorDegeneration", "RandomColorJitter", "RandomContrast", "RandomElasticTransform"],
  ...["RandomErasing", "RandomFlip", "RandomGaussianBlur", "RandomGrayscale", "RandomHue", "RandomInvert"],
  ...["RandomPerspective", "RandomPosterization", "RandomRotation", "RandomSaturation", "RandomSharpness"],
  ...["RandomShear", "RandomTranslation", "RandomZoom"],
]);
