import type { NetTensor } from "../../net/net.ts";
import type { StepContext } from "../stepContext.ts";

/** Whether a tensor is an image: `[batch, channels, height, width]` in its plain form. */
export function isImage({ shape }: NetTensor): boolean {
  return shape.length === 3;
}

/** The axis of a plain tensor that is the last one in the layers model. */
export function channelAxis(tensor: NetTensor): number {
  return isImage(tensor) ? 1 : tensor.shape.length;
}

/** All axes of a plain tensor but the channels. */
export function allButChannels(tensor: NetTensor): readonly number[] {
  const axes = [0, ...tensor.shape.map((_, at) => at + 1)];
  return axes.filter((axis) => axis !== channelAxis(tensor));
}

/** How many numbers each channel of a batch has. */
export function rowsOf(context: StepContext, tensor: NetTensor): number {
  return layersShape(context, tensor)
    .slice(0, -1)
    .reduce((product, side) => product * side, 1);
}

/** The shape of a tensor with its batch, as the layers model has it. */
export function layersShape({ batch }: StepContext, { shape }: NetTensor): readonly number[] {
  return [batch, ...shape.map((side) => side ?? 0)]; // a net of a step has no free side
}

/** Shapes one number per channel so that it is repeated over a plain tensor. */
export function perChannel({ builder }: StepContext, vector: string, tensor: NetTensor): string {
  return isImage(tensor) ? builder.node("Reshape", [vector, builder.ints([-1, 1, 1])]) : vector;
}

/** Turns a plain image into the layout of the layers model, `[batch, height, width, channels]`. */
export function toLayersLayout(context: StepContext, name: string, tensor: NetTensor): string {
  if (!isImage(tensor)) return name;
  const { builder } = context;
  return isSameInMemory(tensor)
    ? builder.node("Reshape", [name, builder.ints(layersShape(context, tensor))])
    : builder.node("Transpose", [name], { perm: [0, 2, 3, 1] });
}

/** Turns an image from the layout of the layers model into a plain one. */
export function fromLayersLayout(context: StepContext, name: string, tensor: NetTensor): string {
  if (!isImage(tensor)) return name;
  const { builder } = context;
  return isSameInMemory(tensor)
    ? builder.node("Reshape", [name, builder.ints(context.shape(tensor))])
    : builder.node("Transpose", [name], { perm: [0, 3, 1, 2] });
}

/** Whether an image has one pixel or one channel, so that both layouts have the same order. */
function isSameInMemory({ shape: [height, width, channels] }: NetTensor): boolean {
  return channels === 1 || (height === 1 && width === 1);
}
