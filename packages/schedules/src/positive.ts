import { finite } from "@tensorloom/core/internal";

/** Returns a finite number above 0, or throws. */
export function positive(name: string, value: number): number {
  if (finite(name, value) > 0) return value;
  throw new RangeError(`${name} must be a finite number above 0, got ${String(value)}`);
}
