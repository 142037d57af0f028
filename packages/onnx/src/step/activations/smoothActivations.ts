import type { GraphBuilder } from "../../format/graphBuilder.ts";
import type { Activate } from "./activated.ts";

/** `1 / (1 + e^-x)`; its slope is `y (1 - y)`. */
export const sigmoid: Activate = (builder, x) => {
  const y = builder.node("Sigmoid", [x]);
  const gradient = (dy: string): string =>
    builder.node("Mul", [dy, builder.node("Mul", [y, oneMinus(builder, y)])]);
  return { y, gradient };
};

/** `tanh x`; its slope is `1 - y²`. */
export const tanh: Activate = (builder, x) => {
  const y = builder.node("Tanh", [x]);
  const gradient = (dy: string): string =>
    builder.node("Mul", [dy, oneMinus(builder, builder.node("Mul", [y, y]))]);
  return { y, gradient };
};

/** `x s` with `s = sigmoid(x)`; its slope is `y + s (1 - y)`. */
export const swish: Activate = (builder, x) => {
  const s = builder.node("Sigmoid", [x]);
  const y = builder.node("Mul", [x, s]);
  return {
    y,
    gradient(dy) {
      const slope = builder.node("Add", [y, builder.node("Mul", [s, oneMinus(builder, y)])]);
      return builder.node("Mul", [dy, slope]);
    },
  };
};

/** `ln(1 + e^x)`; its slope is `sigmoid(x)`. */
export const softplus: Activate = (builder, x) => ({
  y: builder.node("Softplus", [x]),
  gradient: (dy) => builder.node("Mul", [dy, builder.node("Sigmoid", [x])]),
});

/** `x / (1 + |x|)`; its slope is `1 / (1 + |x|)²`. */
export const softsign: Activate = (builder, x) => {
  const below = builder.node("Add", [builder.node("Abs", [x]), builder.float(1)]);
  return {
    y: builder.node("Div", [x, below]),
    gradient: (dy) => builder.node("Div", [dy, builder.node("Mul", [below, below])]),
  };
};

/** `x t` with `t = tanh(softplus(x))`; its slope is `t + x (1 - t²) sigmoid(x)`. */
export const mish: Activate = (builder, x) => {
  const t = builder.node("Tanh", [builder.node("Softplus", [x])]);
  return {
    y: builder.node("Mul", [x, t]),
    gradient(dy) {
      const rising = oneMinus(builder, builder.node("Mul", [t, t]));
      const product = builder.node("Mul", [builder.node("Mul", [x, rising]), builder.node("Sigmoid", [x])]);
      return builder.node("Mul", [dy, builder.node("Add", [t, product])]);
    },
  };
};

/** `x P` with the normal distribution `P = (1 + erf(x / √2)) / 2`; its slope is `P + x p` with the density `p`. */
export const gelu: Activate = (builder, x) => {
  const erf = builder.node("Erf", [builder.node("Mul", [x, builder.float(Math.SQRT1_2)])]);
  const half = builder.float(0.5);
  const below = builder.node("Mul", [builder.node("Add", [erf, builder.float(1)]), half]);
  return {
    y: builder.node("Mul", [x, below]),
    gradient(dy) {
      const power = builder.node("Mul", [builder.node("Mul", [x, x]), builder.float(-0.5)]);
      const scale = builder.float(1 / Math.sqrt(2 * Math.PI));
      const density = builder.node("Mul", [builder.node("Exp", [power]), scale]);
      const slope = builder.node("Add", [below, builder.node("Mul", [x, density])]);
      return builder.node("Mul", [dy, slope]);
    },
  };
};

/** `e^x / sum e^x` along an axis; `dx = y (dy - sum(dy y))`. */
export const softmax: Activate = (builder, x, { axis }) => {
  const y = builder.node("Softmax", [x], { axis });
  return {
    y,
    gradient(dy) {
      const product = builder.node("Mul", [dy, y]);
      const sum = builder.node("ReduceSum", [product, builder.ints([axis])], { keepdims: 1 });
      return builder.node("Mul", [y, builder.node("Sub", [dy, sum])]);
    },
  };
};

function oneMinus(builder: GraphBuilder, x: string): string {
  return builder.node("Sub", [builder.float(1), x]);
}
