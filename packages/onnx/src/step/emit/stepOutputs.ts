import type { NetOpOf } from "../../net/net.ts";
import type { MaskInput, StatisticsOutput } from "../trainGraph.ts";
import type { StepContext } from "../stepContext.ts";
import type { StepParts } from "../stepPart.ts";

/** What the parts of a step declare, collected. */
export class StepOutputs implements StepParts {
  readonly context: StepContext;
  readonly masks: MaskInput[] = [];
  readonly statisticsOutputs: StatisticsOutput[] = [];

  constructor(context: StepContext) {
    this.context = context;
  }

  mask({ layer, rate, noiseShape, inputs: [{ shape }], output }: NetOpOf<"dropout">): string {
    const { batch, builder } = this.context;
    const own = [batch, ...shape.map((side) => side ?? 0)]; // a net of a step has no free side
    const sides = own.map((side, axis) => noiseShape?.[axis] ?? side);
    const input = builder.input(`masks/${output.name}`, sides);
    this.masks.push({ input, layer, rate, shape: sides });
    return input;
  }

  statistics({ mean, variance, momentum, output }: NetOpOf<"normalization">, m: string, v: string): void {
    const { builder } = this.context;
    const batchMean = `statistics/${output.name}/mean`;
    const batchVariance = `statistics/${output.name}/variance`;
    builder.output(batchMean, m, mean.shape);
    builder.output(batchVariance, v, variance.shape);
    this.statisticsOutputs.push({
      mean: mean.name,
      variance: variance.name,
      momentum,
      batchMean,
      batchVariance,
    });
  }
}
