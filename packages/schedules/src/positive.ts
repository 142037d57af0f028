import { finite } from "@tensorloom/core/internal";

/** Checks a finite number above 0 and gives it back. */
export function positive(name: string, value: number): number {
  if (finite(name, value) > 0) return value;
  throw new RangeError(`${name} must be a finite number above 0, got ${String(value)}`);
}
