import { shown } from "@tensorloom/core/internal";

/** Throws if an argument is not a Uint8Array. */
export function assertBytes(name: string, value: unknown): void {
  if (!(value instanceof Uint8Array))
    throw new TypeError(`${name} must be a Uint8Array, got ${shown(value)}`);
}
