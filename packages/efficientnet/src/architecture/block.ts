import { layers, type SymbolicTensor } from "@tensorflow/tfjs-layers";
import { inferWhenFrozen } from "@tensorloom/graph/internal";
import type { KernelInitializers } from "./kernelInitializers.ts";
import type { Padding } from "./padding.ts";
import type { BlockPlan } from "./plan.ts";

/**
 * Adds an inverted residual block (MBConv) after `x`: expand, depthwise convolution, squeeze-and-excite, project, add.
 *
 * @see Sandler et al., "MobileNetV2", 2018; Hu et al., "Squeeze-and-Excitation Networks", 2018
 */
export function addBlock(
  x: SymbolicTensor,
  plan: BlockPlan,
  initializers: KernelInitializers,
): SymbolicTensor {
  const { name, kernel, stride, filters } = plan;
  let y = x;
  if (plan.expands)
    y = normalizeAndActivate(
      convolve(y, `${name}_expand_conv`, filters.expanded, initializers),
      `${name}_expand`,
    );
  y = pad(y, `${name}_dwconv_pad`, plan.padding);
  const depthwise = layers.depthwiseConv2d({
    name: `${name}_dwconv`,
    kernelSize: kernel,
    strides: stride,
    padding: plan.padding ? "valid" : "same",
    useBias: false,
    depthwiseInitializer: initializers.convolution(),
  });
  y = normalizeAndActivate(applyLayer(depthwise, y), name);
  y = squeezeAndExcite(y, plan, initializers);
  y = normalize(convolve(y, `${name}_project_conv`, filters.output, initializers), `${name}_project_bn`);
  if (plan.drop > 0) y = applyLayer(dropConnect(`${name}_drop`, plan.drop), y);
  return plan.residual ? applyLayer(layers.add({ name: `${name}_add` }), [y, x]) : y;
}

/** Scales each channel by a factor that two small layers compute from the means of all channels. */
function squeezeAndExcite(
  x: SymbolicTensor,
  { name, filters }: BlockPlan,
  initializers: KernelInitializers,
): SymbolicTensor {
  const { expanded, squeezed } = filters;
  let y = applyLayer(
    layers.globalAveragePooling2d({ name: `${name}_se_squeeze`, dataFormat: "channelsLast" }),
    x,
  );
  y = applyLayer(layers.reshape({ name: `${name}_se_reshape`, targetShape: [1, 1, expanded] }), y);
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
      kernelInitializer: initializers.convolution(),
    });
    y = applyLayer(layer, y);
  }
  return applyLayer(layers.multiply({ name: `${name}_se_excite` }), [x, y]);
}

/** Drops the branch of whole images, not single features: one draw per image (stochastic depth). */
function dropConnect(name: string, rate: number): layers.Layer {
  const eachImage = [null, 1, 1, 1] as number[]; // tfjs reads null as the input's length, which its type does not allow
  return layers.dropout({ name, rate, noiseShape: eachImage });
}

/** Adds a 1x1 convolution without a bias, because batch normalisation adds one. */
export function convolve(
  x: SymbolicTensor,
  name: string,
  filters: number,
  initializers: KernelInitializers,
): SymbolicTensor {
  const kernelInitializer = initializers.convolution();
  return applyLayer(
    layers.conv2d({ name, filters, kernelSize: 1, padding: "same", useBias: false, kernelInitializer }),
    x,
  );
}

/** Pads `x` with zeros, if the plan has a padding. */
export function pad(x: SymbolicTensor, name: string, padding: Padding | undefined): SymbolicTensor {
  if (padding === undefined) return x;
  const [[top, bottom], [left, right]] = padding;
  return applyLayer(
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

/** Adds batch normalisation and swish, named `PREFIX_bn` and `PREFIX_activation`. */
export function normalizeAndActivate(x: SymbolicTensor, prefix: string): SymbolicTensor {
  const y = normalize(x, `${prefix}_bn`);
  return applyLayer(layers.activation({ name: `${prefix}_activation`, activation: "swish" }), y);
}

function normalize(x: SymbolicTensor, name: string): SymbolicTensor {
  const layer = layers.batchNormalization({ name });
  inferWhenFrozen(layer);
  return applyLayer(layer, x);
}

/** Applies a layer to symbolic inputs and returns its only output. */
export function applyLayer(layer: layers.Layer, x: SymbolicTensor | SymbolicTensor[]): SymbolicTensor {
  return layer.apply(x) as SymbolicTensor; // symbolic in, symbolic out; every layer here has one output
}
