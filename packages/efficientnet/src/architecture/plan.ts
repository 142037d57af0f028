import { checkOptions, finite, integer, oneOf, type OptionKinds } from "@tensorloom/core/internal";
import { padding, type Padding, type Side } from "./padding.ts";
import { roundFilters } from "./roundFilters.ts";
import { SCALINGS, STAGES, VARIANTS, type Scaling, type Stage, type Variant } from "./variants.ts";

/** The network halves an image five times; keras.applications has the same minimum. */
const MIN_SIDE = 32;

/**
 * Options of {@link plan}.
 *
 * @inline
 */
export interface PlanOptions {
  /** `[height, width, channels]` of the images, sides of at least 32 or `null` for any; default: the variant's, 3 channels. */
  readonly inputShape?: readonly [Side, Side, number] | undefined;
  /** Drop-connect rate of the last block, from 0 to below 1; it rises linearly from 0 at the first. Default 0.2. */
  readonly dropConnect?: number | undefined;
  /** Share of features dropped before the classifier, from 0 to below 1. Default: the variant's. */
  readonly dropout?: number | undefined;
}

/**
 * One inverted residual block (MBConv) as plain data.
 *
 * @inline
 */
export interface BlockPlan {
  /** `block`, the stage from 1, the position in it from `a`: `block2b`. */
  readonly name: string;
  /** Side of the depthwise kernel. */
  readonly kernel: number;
  readonly stride: number;
  /** Channels of the input, after expansion, in the squeeze, and of the output. */
  readonly filters: {
    readonly input: number;
    readonly expanded: number;
    readonly squeezed: number;
    readonly output: number;
  };
  /** Whether a 1x1 convolution expands the channels; not in the first stage. */
  readonly expands: boolean;
  /** Whether the input is added to the output. */
  readonly residual: boolean;
  /** Drop-connect rate; 0 if there is no such layer. */
  readonly drop: number;
  /** Pixels to add before the depthwise convolution; `undefined` if the convolution pads its own input. */
  readonly padding: Padding | undefined;
}

/**
 * A whole network as plain data.
 *
 * @example
 * ```ts
 * import { plan, type Plan } from "@tensorloom/efficientnet";
 *
 * const widest = ({ blocks }: Plan): number => Math.max(...blocks.map(({ filters }) => filters.expanded));
 * widest(plan("B0")); // => 1152
 * ```
 */
export interface Plan {
  readonly variant: Variant;
  readonly inputShape: readonly [Side, Side, number];
  /** The first convolution: 3x3, stride 2. */
  readonly stem: { readonly filters: number; readonly padding: Padding | undefined };
  readonly blocks: readonly BlockPlan[];
  /** The last convolution, 1x1, and the dropout before the classifier. */
  readonly top: { readonly filters: number; readonly dropout: number };
}

const KNOWN: OptionKinds<PlanOptions> = { inputShape: "any", dropConnect: "number", dropout: "number" };

/**
 * Plans a network as plain data, without building it.
 *
 * Channels are `width * filters` to the nearest multiple of 8 that loses at most a tenth; repeats are `ceil(depth * repeats)`.
 *
 * @throws RangeError or TypeError if the variant or an option is invalid.
 * @see Tan and Le, "EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks", 2019
 * @example
 * ```ts
 * import { plan } from "@tensorloom/efficientnet";
 *
 * plan("B3").blocks.length; // => 26
 * plan("B3").top.filters; // => 1536
 * ```
 */
export function plan(variant: Variant, options: PlanOptions = {}): Plan {
  checkOptions("plan", options, KNOWN);
  const scaling = SCALINGS[oneOf("efficientnet: variant", variant, VARIANTS)];
  const { resolution, width } = scaling;
  const inputShape = checkShape(options.inputShape ?? [resolution, resolution, 3]);
  const dropConnect = checkRate("dropConnect", options.dropConnect ?? 0.2);
  const dropout = checkRate("dropout", options.dropout ?? scaling.dropout);
  const stem = roundFilters(32, width);
  return {
    variant,
    inputShape,
    stem: { filters: stem, padding: padding(inputShape, 3, 2) },
    blocks: planBlocks(scaling, stem, [halve(inputShape[0]), halve(inputShape[1])], dropConnect),
    top: { filters: roundFilters(1280, width), dropout },
  };
}

function planBlocks(
  { width, depth }: Scaling,
  stem: number,
  stemSize: readonly [Side, Side],
  dropConnect: number,
): readonly BlockPlan[] {
  const stages = STAGES.map((stage) => ({ ...stage, repeats: Math.ceil(depth * stage.repeats) }));
  const total = stages.reduce((sum, { repeats }) => sum + repeats, 0);
  const planned: BlockPlan[] = [];
  let input = stem;
  let size = stemSize;
  for (const [stageIndex, stage] of stages.entries()) {
    const output = roundFilters(stage.filters, width);
    for (let place = 0; place < stage.repeats; place++) {
      const stride = place === 0 ? stage.stride : 1;
      const drop = (dropConnect * planned.length) / total;
      planned.push(
        planBlock(`block${String(stageIndex + 1)}${letter(place)}`, stage, stride, input, output, drop, size),
      );
      if (stride === 2) size = [halve(size[0]), halve(size[1])];
      input = output;
    }
  }
  return planned;
}

function planBlock(
  name: string,
  { kernel, expand }: Stage,
  stride: number,
  input: number,
  output: number,
  drop: number,
  size: readonly [Side, Side],
): BlockPlan {
  const residual = stride === 1 && input === output;
  return {
    name,
    kernel,
    stride,
    filters: { input, expanded: input * expand, squeezed: Math.max(1, Math.floor(input / 4)), output },
    expands: expand !== 1,
    residual,
    drop: residual ? drop : 0,
    padding: padding(size, kernel, stride),
  };
}

/** `a`, `b`, …: Keras's name of a position in a stage. */
function letter(place: number): string {
  return String.fromCharCode("a".charCodeAt(0) + place);
}

/** The side of an image after a stride of 2. */
function halve(side: Side): Side {
  return side === null ? null : Math.ceil(side / 2);
}

function checkRate(name: string, value: number): number {
  return finite(`efficientnet: ${name}`, value, 0, 1 - Number.EPSILON);
}

function checkShape(sides: readonly [Side, Side, number]): readonly [Side, Side, number] {
  const [height, width, channels] = sides;
  if (height !== null) integer("efficientnet: inputShape height", height, MIN_SIDE);
  if (width !== null) integer("efficientnet: inputShape width", width, MIN_SIDE);
  integer("efficientnet: inputShape channels", channels, 1);
  return [height, width, channels];
}
