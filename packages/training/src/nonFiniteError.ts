/** Where a loss stopped being a number. */
export interface NonFinite {
  readonly phase: "training" | "validation";
  readonly loss: number;
  /** From 0. */
  readonly epoch: number;
  /** From 0, in its epoch; `undefined` of a validation, whose loss is of the whole. */
  readonly step?: number;
  readonly learningRate?: number;
  /** The losses just before, oldest first. */
  readonly lastLosses: readonly number[];
}

/** The loss became NaN or infinite: training has stopped, before the step changed any weight. */
export class NonFiniteError extends Error {
  override readonly name: string = "NonFiniteError";
  readonly phase: "training" | "validation";
  readonly loss: number;
  readonly epoch: number;
  readonly step: number | undefined;
  readonly learningRate: number | undefined;
  readonly lastLosses: readonly number[];

  constructor(found: NonFinite) {
    const { phase, loss, epoch, step, learningRate, lastLosses } = found;
    super(`fit: the ${phase} loss is ${String(loss)} in epoch ${String(epoch + 1)}${circumstances(found)}`);
    this.phase = phase;
    this.loss = loss;
    this.epoch = epoch;
    this.step = step;
    this.learningRate = learningRate;
    this.lastLosses = lastLosses;
  }
}

function circumstances({ step, learningRate, lastLosses }: NonFinite): string {
  if (step === undefined)
    return ": look for inputs that are not finite, or weights that have grown without bound";
  const before = lastLosses.map((loss) => String(Number(loss.toPrecision(5)))).join(", ");
  return `, step ${String(step + 1)}, at learning rate ${String(learningRate)} (${before === "" ? "it is the first step" : `before it: ${before}`}): lower the rate, clip the gradients, or look for inputs that are not finite`;
}
