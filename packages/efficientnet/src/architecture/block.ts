import { layers, type SymbolicTensor } from "@tensorflow/tfjs-layers";
import { inferWhenFrozen } from "@tensorloom/graph/internal";
import type { InitialWeights } from "./kernelInitializers.ts";
import type { Padding } from "./padding.ts";
import type { BlockPlan } from "./plan.ts";

/** Puts a mobile inverted bottleneck behind `x`: widen, convolve by channel, squeeze and excite, narrow, add. */
export function block(x: SymbolicTensor, plan: BlockPlan, weights: InitialWeights): SymbolicTensor {
  const { name, kernel, stride, filters } = plan;
  let y = x;
  if (plan.expands)
    y = activated(convolution(y, `${name}_expand_conv`, filters.expanded, weights), `${name}_expand`);
  y = padded(y, `${name}_dwconv_pad`, plan.padding);
  const depthwise = layers.depthwiseConv2d({
    name: `${name}_dwconv`,
    kernelSize: kernel,
    strides: stride,
    padding: plan.padding ? "valid" : "same",
    useBias: false,
    depthwiseInitializer: weights.convolution(),
  });
  y = activated(applied(depthwise, y), name);
  y = squeezedAndExcited(y, plan, weights);
  y = normalized(convolution(y, `${name}_project_conv`, filters.output, weights), `${name}_project_bn`);
  if (plan.drop > 0) y = applied(dropConnect(`${name}_drop`, plan.drop), y);
  return plan.residual ? applied(layers.add({ name: `${name}_add` }), [y, x]) : y;
}

/** Scales each channel by what two small layers make of all channels' means. */
function squeezedAndExcited(
  x: SymbolicTensor,
  { name, filters }: BlockPlan,
  weights: InitialWeights,
): SymbolicTensor {
  const { expanded, squeezed } = filters;
  let y = applied(
    layers.globalAveragePooling2d({ name: `${name}_se_squeeze`, dataFormat: "channelsLast" }),
    x,
  );
  y = applied(layers.reshape({ name: `${name}_se_reshape`, targetShape: [1, 1, expanded] }), y);
  for (const [step, channels, activation] of [
    ["reduce", squeezed, "swish"],
    ["expand", expanded, "sigmoid"],
  ] as const) {
    const layer = layers.conv2d({
      name: `${name}_se_${step}`,
      filters: channels,
      kernelSize: 1,
      padding: "same",
      activation,
      kernelInitializer: weights.convolution(),
    });
    y = applied(layer, y);
  }
  return applied(layers.multiply({ name: `${name}_se_excite` }), [x, y]);
}

/** Drops whole images' branches, not single features: one draw an image, shared by rows, columns and channels. */
function dropConnect(name: string, rate: number): layers.Layer {
  const eachImage = [null, 1, 1, 1] as number[]; // tfjs reads null as the input's own length; its type does not say so
  return layers.dropout({ name, rate, noiseShape: eachImage });
}

/** A 1x1 convolution without bias: batch normalisation brings its own. */
export function convolution(
  x: SymbolicTensor,
  name: string,
  filters: number,
  weights: InitialWeights,
): SymbolicTensor {
  const kernelInitializer = weights.convolution();
  return applied(
    layers.conv2d({ name, filters, kernelSize: 1, padding: "same", useBias: false, kernelInitializer }),
    x,
  );
}

/** Zeros around `x`, where the plan knows how many. */
export function padded(x: SymbolicTensor, name: string, padding: Padding | undefined): SymbolicTensor {
  if (padding === undefined) return x;
  const [[top, bottom], [left, right]] = padding;
  return applied(
    layers.zeroPadding2d({
      name,
      padding: [
        [top, bottom],
        [left, right],
      ],
    }),
    x,
  );
}

/** Batch normalisation and swish, `PREFIX_bn` and `PREFIX_activation`. */
export function activated(x: SymbolicTensor, prefix: string): SymbolicTensor {
  const y = normalized(x, `${prefix}_bn`);
  return applied(layers.activation({ name: `${prefix}_activation`, activation: "swish" }), y);
}

function normalized(x: SymbolicTensor, name: string): SymbolicTensor {
  const layer = layers.batchNormalization({ name });
  inferWhenFrozen(layer);
  return applied(layer, x);
}

/** The one output of a layer for symbolic inputs. */
export function applied(layer: layers.Layer, x: SymbolicTensor | SymbolicTensor[]): SymbolicTensor {
  return layer.apply(x) as SymbolicTensor; // symbolic in, symbolic out; every layer here has one output
}
