import { cosine, rampSustainDecay, type Schedule, warmUp } from "@tensorloom/schedules";
import type { Recipe } from "./recipe.ts";

/** The learning rate of a recipe by epoch, for a step of `replicas` batches. */
export function recipeSchedule(
  { schedule, batch, epochs }: Pick<Recipe, "schedule" | "batch" | "epochs">,
  replicas: number,
): Schedule {
  if (schedule.form === "ramp") {
    const { peakOf, start, peak, floor, rampEpochs, decay } = schedule;
    const factor = peakOf === "image" ? replicas * batch : replicas;
    return rampSustainDecay({ start, peak, floor, rampEpochs, decay, replicas: factor });
  }
  const { start, peak, warmUpEpochs } = schedule;
  const decay = cosine({ start: peak, steps: Math.max(1, epochs - warmUpEpochs) });
  return warmUp(decay, { steps: warmUpEpochs, start });
}
