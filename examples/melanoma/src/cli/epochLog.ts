import type { Callback } from "@tensorloom/training";
import type { CommandIO } from "./commandIO.ts";
import { progressBar, type ProgressBar } from "./progressBar.ts";

const METRICS = ["loss", "auc", "val_loss", "val_auc"];

/** Prints one line per epoch, and draws a progress bar during the epoch. */
export function epochLog(io: CommandIO): Callback {
  let bar: ProgressBar | undefined;
  let start = 0;
  return {
    onBegin({ resumedAt }) {
      if (resumedAt === undefined) return;
      const { epoch, step } = resumedAt;
      io.stdout.write(`resumed at epoch ${String(epoch + 1)}, step ${String(step + 1)}\n`);
    },
    onEpochBegin({ epoch }, { epochs, stepsPerEpoch }) {
      start = io.clock();
      bar = progressBar(io, `epoch ${String(epoch + 1)}/${String(epochs)}`, stepsPerEpoch ?? 1);
    },
    onStepEnd({ step }) {
      bar?.update(step + 1);
    },
    onEpochEnd({ epoch, logs }, { epochs }) {
      bar?.clear();
      const number = String(epoch + 1).padStart(String(epochs).length);
      const metrics = METRICS.map((name) => `${name} ${logs[name].toFixed(4)}`).join("  ");
      const rate = logs["learningRate"].toExponential(2);
      const seconds = ((io.clock() - start) / 1000).toFixed(1);
      io.stdout.write(`epoch ${number}/${String(epochs)}  ${metrics}  lr ${rate}  ${seconds} s\n`);
    },
    onEnd() {
      bar?.clear();
    },
  };
}
