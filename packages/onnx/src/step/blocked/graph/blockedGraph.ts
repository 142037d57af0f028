import { type BlockedLayout, NCHWC } from "../../blockedLayout.ts";
import type { NetTensor } from "../../../net/net.ts";
import type { StepContext } from "../../stepContext.ts";
import { Arithmetic } from "./arithmetic.ts";

/** The sides of an image in blocks of channels. `channels` counts those that fill the last block, too. */
export interface BlockedShape {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

/** Rows and columns of zeros: `[top, left, bottom, right]`, as ONNX has them. */
export type Pads = readonly [number, number, number, number];

/** Options of a convolution. */
export interface ConvolutionOptions {
  /** Rows and columns of the kernel. Default: 1. */
  readonly kernel?: readonly number[];
  readonly strides?: readonly number[];
  readonly dilations?: readonly number[];
  readonly pads?: Pads;
  readonly groups?: number;
  /** `[channels]`, added to the result. */
  readonly bias?: string | undefined;
  /** An image that is added to the result. */
  readonly sum?: string | undefined;
}

/**
 * Writes operations on batches of images in blocks of channels.
 *
 * A batch of images is also one image with all their channels, because a block of channels is contiguous: that makes an operation
 * with other numbers for each image a grouped convolution.
 */
export class BlockedGraph extends Arithmetic {
  readonly context: StepContext;
  readonly layout: BlockedLayout;
  /** Images of the batch. */
  readonly batch: number;

  constructor(context: StepContext) {
    super(context.builder);
    const { blocked } = context;
    if (blocked === undefined) throw new Error("the graph has no layout in blocks of channels");
    this.context = context;
    this.layout = blocked;
    this.batch = context.batch;
  }

  /** The shape of an image, its channels filled up to whole blocks. */
  shapeOf(tensor: NetTensor): BlockedShape {
    const [, channels, height, width] = this.context.shape(tensor);
    return { channels: this.layout.padded(channels), height, width };
  }

  /** Positions of all images of the batch. */
  positions({ height, width }: BlockedShape): number {
    return this.batch * height * width;
  }

  /** A convolution. The result has `weights`' outputs, in blocks. */
  convolve(x: string, weights: string, options: ConvolutionOptions = {}): string {
    const {
      kernel = [1, 1],
      strides = [1, 1],
      dilations = [1, 1],
      pads = [0, 0, 0, 0],
      groups = 1,
    } = options;
    const attributes = { kernel_shape: kernel, strides, dilations, pads, group: groups };
    return this.builder.node("Conv", [x, weights, options.bias, options.sum], attributes, NCHWC);
  }

  /** `scale * x + shift + sum`, with a scale for each channel. */
  scaleChannels(
    x: string,
    { channels }: BlockedShape,
    scale: string,
    { shift, sum }: { readonly shift?: string; readonly sum?: string | undefined } = {},
  ): string {
    const weights = this.reshape(scale, channels, 1, 1, 1);
    return this.convolve(x, weights, { groups: channels, bias: shift, sum });
  }

  /** `scale * x + shift + sum`, with a scale for each image and channel: `[batch, channels]`. */
  scaleImages(
    x: string,
    shape: BlockedShape,
    scale: string,
    { shift, sum }: { readonly shift?: string | undefined; readonly sum?: string | undefined } = {},
  ): string {
    const { channels } = shape;
    const all = this.batch * channels;
    const scaled = this.scaleChannels(this.asOneImage(x, shape), { ...shape, channels: all }, scale, {
      ...(shift !== undefined && { shift: this.reshape(shift, all) }),
      sum: sum && this.asOneImage(sum, shape),
    });
    return this.asBatch(scaled, shape);
  }

  /** The images of the batch as one image that has the channels of all. */
  asOneImage(x: string, { channels, height, width }: BlockedShape): string {
    return this.reshape(x, 1, this.batch * channels, height, width);
  }

  /** Undoes {@link asOneImage}. */
  asBatch(x: string, { channels, height, width }: BlockedShape): string {
    return this.reshape(x, this.batch, channels, height, width);
  }

  /** The mean over positions: `[batch, channels]`. */
  mean(x: string, { channels }: BlockedShape): string {
    return this.reshape(this.builder.node("GlobalAveragePool", [x], {}, NCHWC), this.batch, channels);
  }

  /** The sum of `x * y` over positions: `[batch, channels]`. A grouped convolution of `x` whose kernel is `y`. */
  dot(x: string, y: string, shape: BlockedShape): string {
    const { channels, height, width } = shape;
    const all = this.batch * channels;
    const weights = this.reshape(y, all, 1, height, width);
    const options = { kernel: [height, width], groups: all };
    return this.reshape(this.convolve(this.asOneImage(x, shape), weights, options), this.batch, channels);
  }

  /** Each image as a plain matrix: `[batch, channels, positions]`. */
  channelRows(x: string, { channels, height, width }: BlockedShape): string {
    const plain = this.builder.node("ReorderOutput", [x], { channels }, NCHWC);
    return this.reshape(plain, this.batch, channels, height * width);
  }

  /** The batch as one plain matrix: `[positions, channels]`. */
  positionRows(x: string, shape: BlockedShape): string {
    const { channels } = shape;
    const plain = this.builder.node("ReorderOutput", [x], { channels, channels_last: 1 }, NCHWC);
    return this.reshape(plain, this.positions(shape), channels);
  }

  /** Each image as it lies in memory: `[batch, blocks, positions, block]`. */
  blockRows(x: string, { channels, height, width }: BlockedShape): string {
    const { block } = this.layout;
    return this.reshape(x, this.batch, channels / block, height * width, block);
  }
}
