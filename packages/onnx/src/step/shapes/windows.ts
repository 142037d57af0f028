import type { NetOpOf, Pair } from "../../net/net.ts";
import { windowOf, windowPadding } from "../../net/windowPadding.ts";
import type { StepContext } from "../stepContext.ts";

/** The padding of a convolution or pooling as ONNX has it: `[top, left, bottom, right]`. */
export function padsOf(op: NetOpOf<"convolution" | "pool">): readonly number[] {
  const padding = windowPadding(op);
  if (padding === undefined) throw new Error(`${op.layer} has a free side`);
  const [[top, bottom], [left, right]] = padding;
  return [top, left, bottom, right];
}

/** Rows and columns at the end of the padded input that no output reads. */
export function unreadSides(op: NetOpOf<"convolution" | "pool">, context: StepContext): Pair {
  const before = context.shape(op.inputs[0]);
  const after = context.shape(op.output);
  const pads = padsOf(op);
  const window = windowOf(op);
  const unread = (at: 0 | 1): number =>
    before[2 + at] + pads[at] + pads[2 + at] - (after[2 + at] - 1) * op.strides[at] - window[at];
  return [unread(0), unread(1)];
}
