import type { NetOpOf } from "../../net/net.ts";
import type { GraphBuilder } from "../../format/graphBuilder.ts";
import { passWhere } from "../activations/activated.ts";
import { broadcastTo, sumBroadcast } from "../shapes/broadcast.ts";
import type { OpWriter } from "../stepPart.ts";

/** Merges tensors element by element: the first with the second, the result with the third, and so on. */
export const writeMerge: OpWriter<"merge"> = ({ inputs, merge, output }, { context }) => {
  const { builder } = context;
  const operator = OPERATORS[merge];
  const values = inputs.map((input) => broadcastTo(context, context.get(input), input, output));
  const merged = [values[0]];
  for (const value of values.slice(1))
    merged.push(builder.node(operator.op, [merged[merged.length - 1], value]));
  const share = (name: string): string =>
    merge === "average" ? builder.node("Mul", [name, builder.float(1 / inputs.length)]) : name;
  context.set(output, share(merged[merged.length - 1]));
  return (gradient) => {
    let dy = share(gradient);
    const isNeeded = inputs.map((input) => context.needsGradient(input));
    for (let at = inputs.length - 1; at > 0; at--) {
      const gradients = operator.gradients(builder, dy, merged[at - 1], values[at]);
      if (isNeeded[at])
        context.addGradient(inputs[at], sumBroadcast(context, gradients.second(), inputs[at], output));
      if (!isNeeded.slice(0, at).includes(true)) return;
      dy = gradients.first();
    }
    if (isNeeded[0]) context.addGradient(inputs[0], sumBroadcast(context, dy, inputs[0], output));
  };
};

/** What writes the gradients of the two numbers that an operator merges. */
interface MergedGradients {
  readonly first: () => string;
  readonly second: () => string;
}

interface Operator {
  readonly op: string;
  readonly gradients: (builder: GraphBuilder, dy: string, first: string, second: string) => MergedGradients;
}

const ADD: Operator = { op: "Add", gradients: (_builder, dy) => ({ first: () => dy, second: () => dy }) };

const MULTIPLY: Operator = {
  op: "Mul",
  gradients: (builder, dy, first, second) => ({
    first: () => builder.node("Mul", [dy, second]),
    second: () => builder.node("Mul", [dy, first]),
  }),
};

/** The maximum or minimum: the gradient goes to the first number if both are equal, as in tfjs. */
function choosing(op: string, isFirst: string, isSecond: string): Operator {
  return {
    op,
    gradients: (builder, dy, first, second) => ({
      first: () => passWhere(builder, builder.node(isFirst, [first, second]), dy),
      second: () => passWhere(builder, builder.node(isSecond, [first, second]), dy),
    }),
  };
}

const OPERATORS: Readonly<Record<NetOpOf<"merge">["merge"], Operator>> = {
  add: ADD,
  average: ADD,
  maximum: choosing("Max", "GreaterOrEqual", "Less"),
  minimum: choosing("Min", "LessOrEqual", "Greater"),
  multiply: MULTIPLY,
};
