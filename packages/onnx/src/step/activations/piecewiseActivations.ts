import { type Activate, passWhere } from "./activated.ts";

/** `max(x, 0)`. */
export const relu: Activate = (builder, x) => {
  const y = builder.node("Relu", [x]);
  return { y, gradient: (dy) => passWhere(builder, builder.node("Greater", [y, builder.float(0)]), dy) };
};

/** `min(max(x, 0), 6)`. */
export const relu6: Activate = (builder, x) => {
  const y = builder.node("Clip", [x, builder.float(0), builder.float(6)]);
  return { y, gradient: (dy) => passWhere(builder, strictlyBetween(builder, y, 6), dy) };
};

/** `x` above 0, `alpha x` below. */
export const leakyRelu: Activate = (builder, x, { alpha = 0.3 }) => ({
  y: builder.node("LeakyRelu", [x], { alpha: { float: alpha } }),
  gradient: (dy) =>
    builder.node("Where", [
      builder.node("Greater", [x, builder.float(0)]),
      dy,
      builder.node("Mul", [dy, builder.float(alpha)]),
    ]),
});

/** `x` above alpha, 0 elsewhere. */
export const thresholdedRelu: Activate = (builder, x, { alpha = 1 }) => {
  const above = builder.node("Greater", [x, builder.float(alpha)]);
  return { y: passWhere(builder, above, x), gradient: (dy) => passWhere(builder, above, dy) };
};

/** `0.2 x + 0.5`, from 0 to 1. */
export const hardSigmoid: Activate = (builder, x) => {
  const y = builder.node("HardSigmoid", [x], { alpha: { float: 0.2 }, beta: { float: 0.5 } });
  return {
    y,
    gradient: (dy) =>
      passWhere(builder, strictlyBetween(builder, y, 1), builder.node("Mul", [dy, builder.float(0.2)])),
  };
};

/** `x` above 0, `alpha (e^x - 1)` below; there the slope is `y + alpha`. */
export const elu: Activate = (builder, x, { alpha = 1 }) => {
  const y = builder.node("Elu", [x], { alpha: { float: alpha } });
  return {
    y,
    gradient(dy) {
      const below = builder.node("Mul", [dy, builder.node("Add", [y, builder.float(alpha)])]);
      return builder.node("Where", [builder.node("Greater", [y, builder.float(0)]), dy, below]);
    },
  };
};

const SELU_SCALE = 1.0507009873554805;
const SELU_ALPHA = 1.6732632423543772;

/** `scale x` above 0, `scale alpha (e^x - 1)` below; there the slope is `y + scale alpha`. */
export const selu: Activate = (builder, x) => {
  const y = builder.node("Selu", [x], { alpha: { float: SELU_ALPHA }, gamma: { float: SELU_SCALE } });
  return {
    y,
    gradient(dy) {
      const below = builder.node("Add", [y, builder.float(SELU_SCALE * SELU_ALPHA)]);
      const isAbove = builder.node("Greater", [y, builder.float(0)]);
      return builder.node("Mul", [dy, builder.node("Where", [isAbove, builder.float(SELU_SCALE), below])]);
    },
  };
};

/** Whether a number is above 0 and below a limit. */
function strictlyBetween(builder: Parameters<Activate>[0], x: string, limit: number): string {
  const above = builder.node("Greater", [x, builder.float(0)]);
  return builder.node("And", [above, builder.node("Less", [x, builder.float(limit)])]);
}
