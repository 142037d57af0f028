import { finite } from "@tensorloom/core/internal";
import type { Schedule } from "@tensorloom/schedules";
import { throwWrongType } from "../batch/throwWrongType.ts";

/** Creates a function that returns the learning rate of a step, from a constant or a schedule. */
export function createLearningRate(
  schedule: number | Schedule,
  by: "step" | "epoch",
): (epoch: number, step: number) => number {
  if (typeof schedule === "number") {
    finite("fit: schedule", schedule, 0);
    return () => schedule;
  }
  if (typeof schedule !== "function")
    throwWrongType(
      "fit: schedule",
      "a learning rate or a schedule such as cosine({ start: 0.001, steps: 1000 })",
      schedule,
    );
  return (epoch, step) => {
    const position = by === "epoch" ? epoch : step;
    return finite(`fit: schedule(${String(position)})`, schedule(position), 0);
  };
}
