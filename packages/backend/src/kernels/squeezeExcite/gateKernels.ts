import type { TensorInfo } from "@tensorflow/tfjs-core";
import { type Activation, ACTIVATIONS } from "../wasm/activation.ts";
import type { Address } from "../wasm/kernelExports.ts";
import { sumBytes } from "../normalization/channelSums.ts";
import { multiplyColumns, multiplyRows } from "../product/multiply.ts";
import { runJob, runScript } from "../threads/runJob.ts";
import { address, doubles, floats, type WasmEngine, withScratch } from "../wasm/wasmEngine.ts";

/** The two activations of a gate, of its narrow layer and of its wide one. */
export interface GateAttributes {
  readonly reduceActivation: Activation;
  readonly expandActivation: Activation;
}

const FLOAT = 4;

/** Images, channels, and channels of the narrow layer between. */
function sizes(
  means: TensorInfo,
  reduceKernel: TensorInfo,
): readonly [images: number, channels: number, narrow: number] {
  return [means.shape[0], means.shape[1], reduceKernel.shape[reduceKernel.shape.length - 1]];
}

/** u = means W1 + b1, v = a1(u) W2 + b2, s = a2(v): what goes into the two activations, and what the gate lets through. */
export function gate(
  engine: WasmEngine,
  inputs: Readonly<
    Record<"means" | "reduceKernel" | "reduceBias" | "expandKernel" | "expandBias", TensorInfo>
  >,
  attributes: GateAttributes,
): TensorInfo[] {
  const { means, reduceKernel, reduceBias, expandKernel, expandBias } = inputs;
  const [images, channels, narrow] = sizes(means, reduceKernel);
  const outputs = [narrow, channels, channels].map((width) => engine.makeOutput([images, width], "float32"));
  withScratch(engine, images * narrow * FLOAT, (h) => {
    const at = (tensor: TensorInfo): Address => address(engine, tensor);
    const [u, v, s] = outputs.map(at);
    const plain = (bias: TensorInfo): { bias: Address; activation: number } => ({
      bias: at(bias),
      activation: 0,
    });
    const reduce = { a: at(means), b: at(reduceKernel), c: u };
    multiplyRows(engine, reduce, [images, narrow, channels], plain(reduceBias));
    activateRows(engine, u, h, [images, narrow], attributes.reduceActivation);
    const expand = { a: h, b: at(expandKernel), c: v };
    multiplyRows(engine, expand, [images, channels, narrow], plain(expandBias));
    activateRows(engine, v, s, [images, channels], attributes.expandActivation);
  });
  return outputs;
}

/** Only s of `gate`, as a prediction needs it: the products end in the activations. */
export function gateValues(
  engine: WasmEngine,
  inputs: Parameters<typeof gate>[1],
  attributes: GateAttributes,
): TensorInfo {
  const { means, reduceKernel, reduceBias, expandKernel, expandBias } = inputs;
  const [images, channels, narrow] = sizes(means, reduceKernel);
  const s = engine.makeOutput([images, channels], "float32");
  const at = (tensor: TensorInfo): Address => address(engine, tensor);
  withScratch(engine, images * narrow * FLOAT, (h) => {
    const first = { bias: at(reduceBias), activation: ACTIVATIONS[attributes.reduceActivation] };
    const second = { bias: at(expandBias), activation: ACTIVATIONS[attributes.expandActivation] };
    multiplyRows(engine, { a: at(means), b: at(reduceKernel), c: h }, [images, narrow, channels], first);
    multiplyRows(engine, { a: h, b: at(expandKernel), c: at(s) }, [images, channels, narrow], second);
  });
  return s;
}

/** The gradients of `gate` from that of s: of the means (each pixel's part), W1, b1, W2, b2. */
export function gateGradient(
  engine: WasmEngine,
  inputs: Readonly<Record<"ds" | "means" | "u" | "v" | "reduceKernel" | "expandKernel", TensorInfo>>,
  { pixels, reduceActivation, expandActivation }: GateAttributes & { readonly pixels: number },
): TensorInfo[] {
  const { ds, means, reduceKernel, expandKernel } = inputs;
  const [images, channels, narrow] = sizes(means, reduceKernel);
  const shapes = [means.shape, reduceKernel.shape, [narrow], expandKernel.shape, [channels]];
  const outputs = shapes.map((shape) => engine.makeOutput(shape, "float32"));
  const at = (tensor: TensorInfo): Address => address(engine, tensor);
  withScratch(engine, images * (channels + 3 * narrow) * FLOAT, (scratch) => {
    const [dMeans, dReduce, dReduceBias, dExpand, dExpandBias] = outputs.map(at);
    const [u, v] = [at(inputs.u), at(inputs.v)];
    const dv = scratch;
    const [h, dh, du] = [0, 1, 2].map((nth) => scratch + images * (channels + nth * narrow) * FLOAT);
    activationGradient(engine, v, at(ds), dv, [images, channels], expandActivation, dExpandBias);
    activateRows(engine, u, h, [images, narrow], reduceActivation);
    multiplyColumns(engine, { a: h, b: dv, c: dExpand }, [narrow, channels, images]);
    const back = { a: dv, b: at(expandKernel), c: dh, transposed: true };
    multiplyRows(engine, back, [images, narrow, channels]);
    activationGradient(engine, u, dh, du, [images, narrow], reduceActivation, dReduceBias);
    multiplyColumns(engine, { a: at(means), b: du, c: dReduce }, [channels, narrow, images]);
    const first = { a: du, b: at(reduceKernel), c: dMeans, transposed: true };
    multiplyRows(engine, first, [images, channels, narrow]);
    runScript(engine, (running) => {
      const parts = floats(running, dMeans, images * channels);
      for (let i = 0; i < parts.length; i++) parts[i] /= pixels;
    });
  });
  return outputs;
}

/** to = activation(from), [rows, columns]. */
function activateRows(
  engine: WasmEngine,
  from: Address,
  to: Address,
  [rows, columns]: readonly [number, number],
  activation: Activation,
): void {
  runJob(engine, { kernel: "copyRows", parts: [[from, to, rows * columns]] });
  const parts = [[to, columns * FLOAT, rows, columns, 0, ACTIVATIONS[activation]]];
  runJob(engine, { kernel: "finishRows", parts });
}

/** dz = dy * activation'(z), and its sums over the rows: a normalisation by the mean 0 and the variance 1. */
function activationGradient(
  engine: WasmEngine,
  z: Address,
  dy: Address,
  dz: Address,
  [rows, columns]: readonly [number, number],
  activation: Activation,
  sums: Address,
): void {
  const pairBytes = sumBytes(columns);
  withScratch(engine, pairBytes + columns * 2 * FLOAT, (pairs) => {
    const [ones, zeros] = [pairs + pairBytes, pairs + pairBytes + columns * FLOAT];
    runScript(engine, (running) => {
      floats(running, ones, columns).fill(1);
      floats(running, zeros, columns).fill(0);
    });
    if (activation === "linear") runJob(engine, { kernel: "copyRows", parts: [[dy, dz, rows * columns]] });
    const places = [z, dy, ones, zeros, zeros, dz, 0, pairs];
    const parts = [[...places, rows, columns, ACTIVATIONS[activation]]];
    runJob(engine, { kernel: "normalizationSums", parts });
    runScript(engine, (running) => {
      const [found, to] = [doubles(running, pairs, 2 * columns), floats(running, sums, columns)];
      for (let column = 0; column < columns; column++) to[column] = found[2 * column];
    });
  });
}
