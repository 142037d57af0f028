import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { Activation } from "../../kernels/wasm/activation.ts";
import { runShader } from "../engine/runShader.ts";
import { type WebgpuEngine, withScratch } from "../engine/webgpuEngine.ts";
import { activationFunctions } from "../shaders/activation.ts";
import { mapElements } from "../shaders/mapElements.ts";
import { bind } from "./webgpuKernel.ts";

/** The two activations of a gate, of its narrow layer and of its wide one. */
export interface GateAttributes {
  readonly reduceActivation: Activation;
  readonly expandActivation: Activation;
}

const THREADS = 128;

/** Functions of both activations: `reduceActivate`, `reduceSlope`, `expandActivate` and `expandSlope`. */
function bothActivations({ reduceActivation, expandActivation }: GateAttributes): string {
  const named = (activation: Activation, prefix: string): string =>
    activationFunctions(activation, "f32")
      .replace(/alias T = f32;/, "")
      .replaceAll(/\bT\b/g, "f32")
      .replaceAll("sigmoid", `${prefix}Sigmoid`)
      .replaceAll(/\b(activate|slope)\b/g, (name) => prefix + name[0].toUpperCase() + name.slice(1));
  return `${named(reduceActivation, "reduce")}\n${named(expandActivation, "expand")}`;
}

function sizesOf(means: TensorInfo, reduceKernel: TensorInfo): Readonly<Record<string, number>> {
  const [images, channels] = means.shape;
  return { images, channels, narrow: reduceKernel.shape[reduceKernel.shape.length - 1] };
}

/** Loops of a workgroup over the channels and the narrow channels of its image. */
const EACH_CHANNEL = `for (var c = lane; c < u.channels; c += ${String(THREADS)}u)`;
const EACH_NARROW = `for (var n = lane; n < u.narrow; n += ${String(THREADS)}u)`;

/** u = means W1 + b1, v = a1(u) W2 + b2, s = a2(v), a workgroup per image. */
export function gate(
  engine: WebgpuEngine,
  inputs: Readonly<
    Record<"means" | "reduceKernel" | "reduceBias" | "expandKernel" | "expandBias", TensorInfo>
  >,
  attributes: GateAttributes,
): TensorInfo[] {
  const sizes = sizesOf(inputs.means, inputs.reduceKernel);
  const { images, channels, narrow } = sizes;
  const [before, wide, opened] = [narrow, channels, channels].map((width) =>
    engine.makeTensorInfo([images, width], "float32"),
  );
  runShader(engine, {
    name: "Gate",
    variant: `${attributes.reduceActivation} ${attributes.expandActivation}`,
    inputs: bind("f32", inputs),
    outputs: bind("f32", { before, wide, opened }),
    integers: sizes,
    threads: THREADS,
    groups: images,
    source: () => ({
      functions: bothActivations(attributes),
      body: `
  if (group >= u.images) { return; }
  ${EACH_NARROW} {
    var sum = reduceBias[n];
    for (var c = 0u; c < u.channels; c++) { sum += means[group * u.channels + c] * reduceKernel[c * u.narrow + n]; }
    before[group * u.narrow + n] = sum;
  }
  storageBarrier();
  ${EACH_CHANNEL} {
    var sum = expandBias[c];
    for (var n = 0u; n < u.narrow; n++) {
      sum += reduceActivate(before[group * u.narrow + n]) * expandKernel[n * u.channels + c];
    }
    wide[group * u.channels + c] = sum;
    opened[group * u.channels + c] = expandActivate(sum);
  }`,
    }),
  });
  return [before, wide, opened];
}

/** The gradients of `gate` from that of s: of the means (each pixel's part), W1, b1, W2, b2. */
export function gateGradient(
  engine: WebgpuEngine,
  inputs: Readonly<Record<"ds" | "means" | "u" | "v" | "reduceKernel" | "expandKernel", TensorInfo>>,
  attributes: GateAttributes & { readonly pixels: number },
): TensorInfo[] {
  const { ds, means, u: before, v: wide, reduceKernel, expandKernel } = inputs;
  const sizes = sizesOf(means, reduceKernel);
  const { images, channels, narrow } = sizes;
  const shapes = [means.shape, reduceKernel.shape, [narrow], expandKernel.shape, [channels]];
  const outputs = shapes.map((shape) => engine.makeTensorInfo(shape, "float32"));
  const [dMeans, dReduce, dReduceBias, dExpand, dExpandBias] = outputs;
  const variant = `${attributes.reduceActivation} ${attributes.expandActivation}`;
  withScratch(engine, [images, channels], (dWide) => {
    withScratch(engine, [images, narrow], (dBefore) => {
      runShader(engine, {
        name: "GateGradient",
        variant,
        inputs: bind("f32", { ds, before, wide, reduceKernel, expandKernel }),
        outputs: bind("f32", { dMeans, dWide, dBefore }),
        integers: sizes,
        floats: { share: 1 / attributes.pixels },
        threads: THREADS,
        groups: images,
        source: () => ({ functions: bothActivations(attributes), body: INPUT_GRADIENTS }),
      });
      mapElements(engine, {
        name: "GateWeightGradients",
        variant,
        inputs: bind("f32", { means, before, dWide, dBefore }),
        outputs: bind("f32", { dReduce, dReduceBias, dExpand, dExpandBias }),
        integers: sizes,
        count: channels * narrow,
        source: () => ({ functions: bothActivations(attributes), body: WEIGHT_GRADIENTS }),
      });
    });
  });
  return outputs;
}

/** Of an image: what goes into both activations, and the means. */
const INPUT_GRADIENTS = `
  if (group >= u.images) { return; }
  ${EACH_CHANNEL} {
    let at = group * u.channels + c;
    dWide[at] = ds[at] * expandSlope(wide[at]);
  }
  storageBarrier();
  ${EACH_NARROW} {
    let at = group * u.narrow + n;
    var sum = 0.0;
    for (var c = 0u; c < u.channels; c++) { sum += dWide[group * u.channels + c] * expandKernel[n * u.channels + c]; }
    dBefore[at] = sum * reduceSlope(before[at]);
  }
  storageBarrier();
  ${EACH_CHANNEL} {
    var sum = 0.0;
    for (var n = 0u; n < u.narrow; n++) { sum += dBefore[group * u.narrow + n] * reduceKernel[c * u.narrow + n]; }
    dMeans[group * u.channels + c] = sum * u.share;
  }`;

/** A thread for each pair of a channel and a narrow channel sums over the images. */
const WEIGHT_GRADIENTS = `
  let c = at % u.channels;
  let n = at / u.channels;
  var reduce = 0.0;
  var expand = 0.0;
  var reduceBias = 0.0;
  var expandBias = 0.0;
  for (var image = 0u; image < u.images; image++) {
    let dB = dBefore[image * u.narrow + n];
    let dW = dWide[image * u.channels + c];
    reduce += means[image * u.channels + c] * dB;
    expand += reduceActivate(before[image * u.narrow + n]) * dW;
    reduceBias += dB;
    expandBias += dW;
  }
  dReduce[c * u.narrow + n] = reduce;
  dExpand[n * u.channels + c] = expand;
  if (c == 0u) { dReduceBias[n] = reduceBias; }
  if (n == 0u) { dExpandBias[c] = expandBias; }`;
