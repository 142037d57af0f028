import type { Callback } from "@tensorloom/training";
import type { Io } from "./commandIO.ts";
import { progress, type Progress } from "./progressBar.ts";

/** One line an epoch on standard output; on a terminal a bar while it is under way. */
export function epochLines(io: Io): Callback {
  let bar: Progress | undefined;
  let began = 0;
  return {
    onEpochBegin({ epoch }, { epochs, stepsPerEpoch }) {
      began = io.now();
      bar = progress(io, `epoch ${String(epoch + 1)}/${String(epochs)}`, stepsPerEpoch ?? 1);
    },
    onStepEnd({ step }) {
      bar?.at(step + 1);
    },
    onEpochEnd({ epoch, logs }, { epochs }) {
      bar?.end();
      const number = String(epoch + 1).padStart(String(epochs).length);
      const [loss, auc, valLoss, valAuc] = ["loss", "auc", "val_loss", "val_auc"].map((name) =>
        logs[name].toFixed(4),
      );
      const rate = logs["learningRate"].toExponential(2);
      const seconds = ((io.now() - began) / 1000).toFixed(1);
      io.stdout.write(
        `epoch ${number}/${String(epochs)}  loss ${loss}  auc ${auc}  val_loss ${valLoss}  val_auc ${valAuc}  lr ${rate}  ${seconds} s\n`,
      );
    },
    onEnd() {
      bar?.end();
    },
  };
}
