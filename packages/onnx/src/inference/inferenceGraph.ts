import type { GraphBuilder } from "../format/graphBuilder.ts";
import type { NetTensor, NetWeight } from "../net/net.ts";

/** NHWC to NCHW, and back. */
export const TO_CHANNELS_FIRST: readonly number[] = [0, 3, 1, 2];
const TO_CHANNELS_LAST = [0, 2, 3, 1];

/** Names of a tensor in the graph. */
interface Names {
  /** `[batch, channels, height, width]` for an image, and as the layers model has it otherwise. */
  readonly own?: string;
  /** A list of channels as an image of one pixel: `[batch, channels, 1, 1]`. */
  readonly pixel?: string;
}

/** An inference graph while it is built: the names of the net's tensors, and the weights as constants. */
export class InferenceGraph {
  readonly builder: GraphBuilder;
  readonly #weights: ReadonlyMap<string, Float32Array>;
  readonly #names = new Map<NetTensor, Names>();
  readonly #constants = new Map<string, string>();

  constructor(builder: GraphBuilder, weights: ReadonlyMap<string, Float32Array>) {
    this.builder = builder;
    this.#weights = weights;
  }

  /** Says what a tensor is in the graph: an image has its channels first. */
  set(tensor: NetTensor, own: string): void {
    this.#names.set(tensor, { own });
  }

  /** Says what a list of channels is in the graph, as an image of one pixel. */
  setPixel(tensor: NetTensor, pixel: string): void {
    this.#names.set(tensor, { pixel });
  }

  /** Says what a tensor is in the graph, in the layers model's order of sides. */
  setChannelsLast(tensor: NetTensor, name: string): void {
    this.set(
      tensor,
      isImage(tensor) ? this.builder.node("Transpose", [name], { perm: TO_CHANNELS_FIRST }) : name,
    );
  }

  /** The name of a tensor: an image has its channels first. */
  get(tensor: NetTensor): string {
    const names = this.#namesOf(tensor);
    const own = names.own ?? this.builder.node("Flatten", [names.pixel], { axis: 1 });
    this.#names.set(tensor, { ...names, own });
    return own;
  }

  /** The name of a list of channels as an image of one pixel. */
  getPixel(tensor: NetTensor): string {
    const names = this.#namesOf(tensor);
    const { builder } = this;
    const pixel = names.pixel ?? builder.node("Unsqueeze", [names.own, builder.ints([2, 3])]);
    this.#names.set(tensor, { ...names, pixel });
    return pixel;
  }

  /** The name of a tensor in the layers model's order of sides. */
  getChannelsLast(tensor: NetTensor): string {
    const name = this.get(tensor);
    return isImage(tensor) ? this.builder.node("Transpose", [name], { perm: TO_CHANNELS_LAST }) : name;
  }

  #namesOf(tensor: NetTensor): Names {
    const names = this.#names.get(tensor);
    if (names === undefined) throw new Error(`${tensor.name} is read before it is made`);
    return names;
  }

  /** The numbers of a weight. */
  values({ name, shape }: NetWeight): Float32Array {
    const values = this.#weights.get(name);
    const size = shape.reduce((all, side) => all * side, 1);
    if (values?.length !== size)
      throw new RangeError(
        `weight ${name} must have ${String(size)} numbers, got ${String(values?.length ?? "none")}`,
      );
    return values;
  }

  /** A weight as a constant; one that several operations read in one form is stored once. */
  constant(
    name: string,
    make: () => { readonly data: Float32Array; readonly shape: readonly number[] },
  ): string {
    const known = this.#constants.get(name);
    if (known !== undefined) return known;
    const { data, shape } = make();
    this.#constants.set(name, this.builder.initializer(name, data, shape));
    return name;
  }

  /** A weight as a constant in the layers model's own layout. */
  weight(weight: NetWeight): string {
    return this.constant(weight.name, () => ({ data: this.values(weight), shape: weight.shape }));
  }

  /** Numbers for the channels of a tensor, or one for all, in a shape that repeats over its other sides. */
  channels(values: readonly number[] | Float32Array, tensor: NetTensor): string {
    if (values.length === 1) return this.builder.floats(values, []);
    return this.builder.floats(values, isImage(tensor) ? [values.length, 1, 1] : [values.length]);
  }
}

/** Whether a tensor is an image. A graph keeps its channels first. */
export function isImage({ shape }: NetTensor): boolean {
  return shape.length === 3;
}

/** The axis of an ONNX tensor for an axis of a net's tensor, which counts without the batch. */
export function onnxAxis(axis: number, tensor: NetTensor): number {
  return isImage(tensor) ? [2, 3, 1][axis] : axis + 1;
}
