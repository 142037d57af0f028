import { scalarSummary, type Summary } from "@tensorloom/tfrecord/events";
import type { Logs } from "../callbacks/events.ts";

const VALIDATION = "val_";

/** Splits the logs of an epoch into scalars of the training and of the validation, with the same names. */
export function epochScalars(
  logs: Logs,
  epoch: number,
): { readonly train: readonly Summary[]; readonly validation: readonly Summary[] } {
  const entries = Object.entries(logs);
  const scalars = (list: readonly (readonly [string, number])[]): readonly Summary[] =>
    list.map(([name, value]) => scalarSummary(`epoch/${name}`, value));
  return {
    train: [
      ...scalars(entries.filter(([name]) => !name.startsWith(VALIDATION))),
      scalarSummary("epoch/epoch", epoch),
    ],
    validation: scalars(
      entries
        .filter(([name]) => name.startsWith(VALIDATION))
        .map(([name, value]) => [name.slice(VALIDATION.length), value] as const),
    ),
  };
}
