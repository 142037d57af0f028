import type { Callback } from "@tensorloom/training";
import type { Schedule } from "@tensorloom/schedules";
import type { CommandIO } from "../cli/commandIO.ts";

/** Prints the line of Keras's `LearningRateScheduler(verbose=1)` before each epoch. */
export function rateLog(schedule: Schedule, io: Pick<CommandIO, "stdout">): Callback {
  return {
    onEpochBegin({ epoch }) {
      const rate = pythonFloat(schedule(epoch));
      io.stdout.write(
        `\nEpoch ${String(epoch + 1)}: LearningRateScheduler setting learning rate to ${rate}.\n`,
      );
    },
  };
}

/** A number as Python prints it: with an exponent below 0.0001, and the exponent in two digits. */
export function pythonFloat(value: number): string {
  if (value !== 0 && Math.abs(value) < 1e-4) return value.toExponential().replace(/e-(\d)$/, "e-0$1");
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}
