import type { LogitsArray } from "../losses/logits.ts";
import type { LossAndOutputGradients } from "../replicas/trainShard.ts";
import type { LossQuestion, WorkerReply } from "./workerCommand.ts";

/**
 * Asks the caller for the loss of all rows, and blocks until the gradients are there.
 *
 * The loss is a function of the user's, which stays in the caller's thread. If it throws, the caller ends this worker.
 */
export function askForLoss(
  post: (question: WorkerReply) => void,
  { values, activation }: LogitsArray,
): LossAndOutputGradients {
  const gradients = new SharedArrayBuffer(values.data.byteLength);
  const answered = new SharedArrayBuffer(4);
  post({ kind: "logits", values, areLogits: activation !== undefined, gradients, answered });
  const flag = new Int32Array(answered);
  while (Atomics.load(flag, 0) === 0) Atomics.wait(flag, 0, 0);
  return { loss: 0, outputGradients: new Float32Array(gradients).slice(), outputs: values }; // the caller has the loss
}

/** Answers the question, and lets replica 0 continue. */
export function answerQuestion(question: LossQuestion, outputGradients: Float32Array): void {
  new Float32Array(question.gradients).set(outputGradients);
  const flag = new Int32Array(question.answered);
  Atomics.store(flag, 0, 1);
  Atomics.notify(flag, 0);
}
