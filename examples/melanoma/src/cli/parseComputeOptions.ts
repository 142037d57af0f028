import { BACKENDS, type ComputeOptions, ENGINES } from "./options.ts";
import { choice, type Flags } from "./values.ts";

/** Parses the flags that say what computes. */
export function parseComputeOptions(flags: Flags): ComputeOptions {
  return {
    backend: choice(flags, "backend", BACKENDS, "auto"),
    engine: choice(flags, "engine", ENGINES, "auto"),
  };
}
