import type { BackendName } from "./attempt.ts";

/** The environment of a candidate. */
export interface Host {
  /** Loads a package by name, as `import()` does. */
  readonly load: (specifier: string) => Promise<unknown>;
  /** How many threads compute each kernel on wasm; undefined for the default. */
  readonly threads: number | undefined;
  /** How training keeps activations for the backward pass; wasm and webgpu know float16. */
  readonly activations: "float32" | "float16";
  /** Whether this is Node, or another runtime with Node's modules. */
  readonly node: boolean;
  /** Whether the caller named this backend, so that a slow one is taken too. */
  readonly requested: boolean;
  /** The folder of the `.wasm` files; default: the folder that npm installed. */
  readonly wasmFolder: string | undefined;
}

/** A running backend. */
export interface Started {
  /** What it runs on, as a phrase. */
  readonly detail: string;
  /** Undoes changes to the environment. Called after tfjs has released the backend. */
  readonly release?: (() => void) | undefined;
}

/** A backend that may be available. */
export interface Candidate {
  readonly name: BackendName;
  /** The packages to install; none if it is a dependency of Tensorloom. */
  readonly packages: readonly string[];
  start(host: Host): Promise<Started>;
}

/** Thrown by a backend that would run but should not be taken here. */
export class Unsuitable extends Error {
  override readonly name: string = "Unsuitable";
}
