import { allButChannels, perChannel, rowsOf } from "../shapes/axes.ts";
import { channelSums } from "../shapes/channelSums.ts";
import type { OpWriter } from "../stepPart.ts";
import { scaleAndShift } from "./scaleAndShift.ts";

/**
 * Batch normalisation over the last axis of the layers model: by the batch, or by the moving statistics if it is frozen.
 *
 * `y = gamma u + beta` with `u = (x - mean) r` and `r = 1 / sqrt(variance + epsilon)`; the variance is the biased one.
 */
export const writeNormalization: OpWriter<"normalization"> = (op, parts) =>
  op.frozen ? writeFrozen(op, parts) : writeTrained(op, parts);

/** `dx = gamma r dy`. */
const writeFrozen: OpWriter<"normalization"> = (op, { context }) => {
  const { builder } = context;
  const { gamma, beta, epsilon, output } = op;
  const [input] = op.inputs;
  const [mean, variance] = [context.weight(op.mean), context.weight(op.variance)];
  const deviation = builder.node("Sqrt", [builder.node("Add", [variance, builder.float(epsilon)])]);
  const scale = builder.node("Div", [gamma ? context.weight(gamma) : builder.float(1), deviation]);
  const moved = builder.node("Mul", [mean, scale]);
  const shift = builder.node("Sub", [beta ? context.weight(beta) : builder.float(0), moved]);
  context.set(output, scaleAndShift(context, context.get(input), { scale, shift }, input));
  return (dy) => context.addGradient(input, builder.node("Mul", [dy, perChannel(context, scale, input)]));
};

/** With `dbeta = sum dy` and `dgamma = sum dy u` over N rows: `dx = gamma r (dy - dbeta / N - u dgamma / N)`. */
const writeTrained: OpWriter<"normalization"> = (op, parts) => {
  const { context } = parts;
  const { builder } = context;
  const { gamma, beta, epsilon, output } = op;
  const [input] = op.inputs;
  const x = context.get(input);
  const axes = builder.ints(allButChannels(input));
  const mean = builder.node("ReduceMean", [x, axes], { keepdims: 0 });
  // Centred first: the mean square less the square of the mean would lose digits.
  const centred = builder.node("Sub", [x, perChannel(context, mean, input)]);
  const squares = builder.node("Mul", [centred, centred]);
  const variance = builder.node("ReduceMean", [squares, axes], { keepdims: 0 });
  parts.statistics(op, mean, variance);
  const padded = builder.node("Add", [variance, builder.float(epsilon)]);
  const deviation = builder.node("Sqrt", [padded]);
  const scale = builder.node("Div", [gamma ? context.weight(gamma) : builder.float(1), deviation]);
  context.set(output, scaleAndShift(context, centred, { scale, shift: beta && context.weight(beta) }, input));

  return (dy) => {
    const sums = channelSums(context, dy, input);
    const dots = channelSums(context, builder.node("Mul", [dy, centred]), input);
    if (beta?.trainable === true) context.addWeightGradient(beta, sums);
    if (gamma?.trainable === true) context.addWeightGradient(gamma, builder.node("Div", [dots, deviation]));
    if (!context.needsGradient(input)) return;
    const share = builder.node("Mul", [scale, builder.float(-1 / rowsOf(context, input))]);
    const slope = builder.node("Mul", [share, builder.node("Div", [dots, padded])]);
    const shift = builder.node("Mul", [share, sums]);
    const direct = builder.node("Mul", [dy, perChannel(context, scale, input)]);
    const through = scaleAndShift(context, centred, { scale: slope, shift }, input);
    context.addGradient(input, builder.node("Add", [direct, through]));
  };
};
