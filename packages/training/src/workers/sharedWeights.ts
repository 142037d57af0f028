import { zeros } from "@tensorflow/tfjs-core";
import { floatsOf } from "@tensorloom/backend";
import type { Variables } from "@tensorloom/graph/internal";

/** Allocates memory for the weights of all variables, which threads share. */
export function createSharedWeights(variables: Variables): SharedArrayBuffer {
  const length = [...variables.values()].reduce((total, { size }) => total + size, 0);
  return new SharedArrayBuffer(4 * length);
}

/** Writes the weights of some of a model's variables to the shared memory. */
export function storeWeights(memory: SharedArrayBuffer, all: Variables, some: Variables = all): void {
  visit(memory, all, some, (name, numbers) => {
    const variable = some.get(name);
    if (variable !== undefined) numbers.set(floatsOf(variable));
  });
}

/**
 * Reads the weights of some of a model's variables from the shared memory.
 *
 * They arrive in new tensors, as in `broadcastWeights`.
 */
export function loadWeights(memory: SharedArrayBuffer, all: Variables, some: Variables = all): void {
  visit(memory, all, some, (name, numbers) => assignNumbers(some, name, numbers));
}

/** Assigns numbers to a variable. They are copied. */
export function assignNumbers(variables: Variables, name: string, numbers: Float32Array): void {
  const variable = variables.get(name);
  if (variable === undefined) return;
  const received = zeros(variable.shape);
  floatsOf(received).set(numbers);
  variable.assign(received);
  received.dispose();
}

function visit(
  memory: SharedArrayBuffer,
  all: Variables,
  some: Variables,
  use: (name: string, numbers: Float32Array) => void,
): void {
  let at = 0;
  for (const [name, { size }] of all) {
    if (some.has(name)) use(name, new Float32Array(memory, 4 * at, size));
    at += size;
  }
}
