/** Where a loss stopped being a number. */
export interface NonFinite {
  readonly phase: "training" | "validation";
  readonly loss: number;
  /** From 0. */
  readonly epoch: number;
  /** From 0, in its epoch. */
  readonly step: number;
  readonly learningRate?: number;
  /** The losses just before, oldest first. */
  readonly lastLosses: readonly number[];
}

/** The loss became NaN or infinite: training has stopped, before the step changed any weight. */
export class NonFiniteError extends Error implements NonFinite {
  override readonly name: string = "NonFiniteError";
  readonly phase: "training" | "validation";
  readonly loss: number;
  readonly epoch: number;
  readonly step: number;
  readonly learningRate: number;
  readonly lastLosses: readonly number[];

  constructor(found: NonFinite) {
    const { phase, loss, epoch, step, learningRate = NaN, lastLosses } = found;
    const before =
      lastLosses.length === 0 ? "it is the first" : `before it ${lastLosses.map(short).join(", ")}`;
    const rate = phase === "training" ? ` at learning rate ${String(learningRate)}` : "";
    const advice =
      phase === "training"
        ? "lower the learning rate, clip the gradients, or look for inputs that are not finite"
        : "look for inputs that are not finite, or weights that have grown without bound";
    super(
      `fit: the ${phase} loss is ${String(loss)} in epoch ${String(epoch + 1)}, step ${String(step + 1)}${rate} (${before}): ${advice}`,
    );
    this.phase = phase;
    this.loss = loss;
    this.epoch = epoch;
    this.step = step;
    this.learningRate = learningRate;
    this.lastLosses = lastLosses;
  }
}

function short(value: number): string {
  return String(Number(value.toPrecision(5)));
}
