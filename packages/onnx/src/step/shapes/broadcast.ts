import type { NetTensor } from "../../net/net.ts";
import type { StepContext } from "../stepContext.ts";
import { fromLayersLayout, isImage, layersShape, toLayersLayout } from "./axes.ts";

/** Adds axes of 1 after the batch, until a tensor has as many as one that it is merged with. */
export function broadcastTo(context: StepContext, name: string, from: NetTensor, to: NetTensor): string {
  if (from.shape.length === to.shape.length) return name;
  const { builder } = context;
  const numbers = toLayersLayout(context, name, from);
  const shaped = builder.node("Reshape", [numbers, builder.ints(widened(context, from, to).sides)]);
  return fromLayersLayout(context, shaped, widened(context, from, to).tensor);
}

/** The gradient of a tensor that {@link broadcastTo} has repeated: the sum over what it was repeated along. */
export function sumBroadcast(context: StepContext, dy: string, from: NetTensor, to: NetTensor): string {
  const { builder } = context;
  const { tensor, sides } = widened(context, from, to);
  const [small, large] = [context.shape(tensor), context.shape(to)];
  const axes = large.flatMap((side, axis) => (small[axis] === side ? [] : [axis]));
  const sum = axes.length === 0 ? dy : builder.node("ReduceSum", [dy, builder.ints(axes)], { keepdims: 1 });
  if (sides.length === from.shape.length + 1) return sum;
  const numbers = toLayersLayout(context, sum, tensor);
  const shaped = builder.node("Reshape", [numbers, builder.ints(layersShape(context, from))]);
  return isImage(from) ? fromLayersLayout(context, shaped, from) : shaped;
}

/** A tensor with sides of 1 after the batch. */
function widened(
  context: StepContext,
  from: NetTensor,
  to: NetTensor,
): { readonly tensor: NetTensor; readonly sides: readonly number[] } {
  const missing = Math.max(0, to.shape.length - from.shape.length);
  const tensor = { name: from.name, shape: [...Array.from({ length: missing }, () => 1), ...from.shape] };
  return { tensor, sides: layersShape(context, tensor) };
}
