import type { BackendName } from "./attempt.ts";

/** What a candidate may use. */
export interface Host {
  /** Loads a package by name, as `import()` does. */
  readonly load: (specifier: string) => Promise<unknown>;
  /** Whether this is Node (or what offers Node's modules). */
  readonly node: boolean;
  /** Whether the caller asked for this very backend, so that a slow one will do. */
  readonly requested: boolean;
  /** Where the `.wasm` files lie; default: beside the package. */
  readonly wasmFolder: string | undefined;
}

/** A backend that runs. */
export interface Started {
  /** What it runs on, in words. */
  readonly detail: string;
  /** Undoes what starting changed around tfjs; tfjs itself lets go of the backend before. */
  readonly release?: () => void;
}

/** A backend that may be there. */
export interface Candidate {
  readonly name: BackendName;
  /** What `npm install` gets it by; nothing where Tensorloom brings it along. */
  readonly packages: readonly string[];
  start(host: Host): Promise<Started>;
}

/** A backend that would run but should not be taken here. */
export class Unsuitable extends Error {
  override readonly name: string = "Unsuitable";
}
