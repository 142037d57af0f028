/**
 * The place of the first NaN or infinity.
 *
 * @inline
 */
export type NonFinitePlace =
  | "inputs"
  | "targets"
  | "row weights"
  /** A weight of the model, before a step or after an epoch. */
  | "weight"
  | "outputs"
  | "loss"
  /** A moving statistic of batch normalisation, which the forward pass changes. */
  | "statistic"
  | "gradient"
  /** A weight that the optimizer's update made. Unlike the others, it is found after the weights have changed. */
  | "update";

/**
 * What the program was doing when the value was found.
 *
 * @inline
 */
export type NonFinitePhase = "training" | "validation" | "evaluation" | "prediction" | "saving";

/**
 * The fields of a {@link NonFiniteError}: place, time and value.
 *
 * @inline
 */
export interface NonFinite {
  readonly phase: NonFinitePhase;
  readonly where: NonFinitePlace;
  /** The function that was called; default `"fit"`. */
  readonly caller?: string | undefined;
  /** The layer's name of a weight, statistic or gradient: `"head/kernel"`. */
  readonly variable?: string | undefined;
  /** Which row of the batch, from 0. */
  readonly row?: number | undefined;
  /** The row's id. */
  readonly id?: string | undefined;
  /** The value that was found, if it is known: NaN or an infinity. */
  readonly value?: number | undefined;
  /** The loss of the step, if it was computed. */
  readonly loss?: number | undefined;
  /** From 0. */
  readonly epoch?: number | undefined;
  /** From 0, in its epoch; `undefined` outside of training. */
  readonly step?: number | undefined;
  /** From 0: which batch of a validation, an evaluation or a prediction. */
  readonly batch?: number | undefined;
  readonly learningRate?: number | undefined;
  /** The losses just before, oldest first. */
  readonly lastLosses?: readonly number[] | undefined;
}

/**
 * A batch, a model or its outputs contain NaN or an infinity.
 *
 * Training stops before the step changes any weight, unless `where` is `"update"`: then the update itself overflowed. The
 * message names the place, the epoch and the step.
 *
 * @example
 * ```ts no-run
 * import { fit, NonFiniteError } from "@tensorloom/training";
 *
 * try {
 *   await fit(model, { train, epochs: 10, loss });
 * } catch (error) {
 *   if (error instanceof NonFiniteError) console.error(error.where, error.epoch, error.step, error.lastLosses);
 * }
 * ```
 */
export class NonFiniteError extends Error {
  override readonly name: string = "NonFiniteError";
  readonly phase: NonFinitePhase;
  readonly where: NonFinitePlace;
  readonly variable: string | undefined;
  readonly row: number | undefined;
  readonly id: string | undefined;
  /** The loss of the step: NaN if none was computed. */
  readonly loss: number;
  readonly epoch: number | undefined;
  readonly step: number | undefined;
  readonly batch: number | undefined;
  readonly learningRate: number | undefined;
  readonly lastLosses: readonly number[];

  constructor(found: NonFinite) {
    super(
      `${found.caller ?? "fit"}: ${describePlace(found)}${describeTime(found)}${describeContext(found)}: ${suggestFix(found)}`,
    );
    this.phase = found.phase;
    this.where = found.where;
    this.variable = found.variable;
    this.row = found.row;
    this.id = found.id;
    this.loss = found.loss ?? NaN;
    this.epoch = found.epoch;
    this.step = found.step;
    this.batch = found.batch;
    this.learningRate = found.learningRate;
    this.lastLosses = found.lastLosses ?? [];
  }
}

function describePlace({ phase, where, variable = "", row, id, value, loss }: NonFinite): string {
  const what = value === undefined ? "NaN or an infinity" : String(value);
  const of =
    row === undefined ? "" : ` in row ${String(row)}${id === undefined ? "" : ` (id ${JSON.stringify(id)})`}`;
  switch (where) {
    case "loss":
      return `the ${phase} loss is ${String(loss)}`;
    case "weight":
      return `weight ${variable} holds ${what}`;
    case "statistic":
      return `moving statistic ${variable} became ${what}`;
    case "gradient":
      return `the gradient of ${variable} holds ${what}${loss === undefined ? "" : ` (the loss is ${formatLoss(loss)})`}`;
    case "update":
      return `the update made weight ${variable} ${what}${loss === undefined ? "" : ` (the loss is ${formatLoss(loss)})`}`;
    case "row weights":
      return `the weights of the rows hold ${what}${of}`;
    case "inputs":
    case "targets":
    case "outputs":
      return `the ${where} hold ${what}${of}`;
  }
}

function describeTime({ phase, epoch, step, batch }: NonFinite): string {
  const parts = [
    ...(phase === "validation" ? ["the validation"] : []),
    ...(epoch === undefined ? [] : [`epoch ${String(epoch + 1)}`]),
    ...(step === undefined ? [] : [`step ${String(step + 1)}`]),
    ...(batch === undefined ? [] : [`batch ${String(batch + 1)}`]),
  ];
  return parts.length === 0
    ? ""
    : ` in ${parts.join(", ")}`.replace("the validation, epoch", "the validation of epoch");
}

function describeContext({ learningRate, lastLosses }: NonFinite): string {
  if (learningRate === undefined || lastLosses === undefined) return "";
  const before = lastLosses.map(formatLoss).join(", ");
  return `, at learning rate ${String(learningRate)} (${before === "" ? "it is the first step" : `before it: ${before}`})`;
}

function suggestFix({ where, phase }: NonFinite): string {
  if (where === "inputs" || where === "targets" || where === "row weights")
    return "look at what made this batch";
  if (phase === "saving") return "nothing was written";
  if (where === "weight") return "load or initialise it again";
  if (phase === "training")
    return "lower the rate, clip the gradients, or look for inputs that are too large";
  return "look for inputs that are too large, or weights that have grown without bound";
}

function formatLoss(loss: number): string {
  return String(Number(loss.toPrecision(5)));
}
