import type { OpWriter } from "../stepPart.ts";
import { perChannel } from "../shapes/axes.ts";

/** `x * scale + offset`, each one number, or one for each channel. */
export const writeAffine: OpWriter<"affine"> = ({ scale, offset, inputs: [input], output }, { context }) => {
  const { builder } = context;
  const constant = (values: readonly number[]): string =>
    values.length === 1 ? builder.float(values[0]) : perChannel(context, builder.floats(values), input);
  const scaled = (name: string): string =>
    scale.every((value) => value === 1) ? name : builder.node("Mul", [name, constant(scale)]);
  const x = scaled(context.get(input));
  const isMoved = offset.some((value) => value !== 0);
  context.set(output, isMoved ? builder.node("Add", [x, constant(offset)]) : x);
  return (dy) => context.addGradient(input, scaled(dy));
};
