import { finite, shown } from "@tensorloom/core/internal";
import { WASM_BYTES } from "@tensorloom/graph";
import { getBackend } from "@tensorflow/tfjs-core";
import { machineBytes } from "../engine/machineMemory.ts";

/**
 * Bytes, or a text such as `"2 GB"`, with KB, MB or GB of 1024 each.
 *
 * @inline
 */
export type MaxMemory = number | string;

/** What the tensors of a step may take. */
export interface MemoryBudget {
  /** Bytes on each replica, with the gaps between tensors; undefined if that is not known. */
  readonly bytes: number | undefined;
  /** What sets this limit, for messages. */
  readonly source: "maxMemory" | "wasm's memory" | "the machine's memory";
  /** The option in bytes, for all replicas together. */
  readonly maxMemory: number | undefined;
}

/** The part of the machine's memory that tensors may take: the rest is left to Node, the data and other programs. */
const USABLE = 0.8;

/** Resolves the option `maxMemory`: by default it is what the backend and the machine allow. */
export function resolveMemoryBudget(
  option: MaxMemory | undefined,
  replicas: number,
  backend: string = getBackend(),
  machine: number | undefined = machineBytes(),
): MemoryBudget {
  const maxMemory = option === undefined ? undefined : parseBytes(option);
  const most = backend === "wasm" ? WASM_BYTES : Infinity;
  if (maxMemory !== undefined) {
    const bytes = Math.min(most, maxMemory / replicas);
    return { bytes, source: maxMemory / replicas > most ? "wasm's memory" : "maxMemory", maxMemory };
  }
  const onHost = ["wasm", "cpu", "tensorflow"].includes(backend); // others compute in the memory of a GPU
  const share = machine === undefined || !onHost ? Infinity : (USABLE * machine) / replicas;
  const bytes = Math.min(most, share);
  return {
    bytes: bytes === Infinity ? undefined : bytes,
    source: share < most ? "the machine's memory" : "wasm's memory",
    maxMemory,
  };
}

const UNITS = ["", "k", "m", "g", "t"];

/** @throws RangeError or TypeError if it is neither a number of bytes nor a text such as `"2 GB"`. */
function parseBytes(option: MaxMemory): number {
  const name = "fit: maxMemory";
  if (typeof option === "number") return finite(name, option, 1);
  const value: unknown = option;
  const found =
    typeof value === "string" ? /^\s*(\d+(?:\.\d+)?)\s*(k|m|g|t|)(?:i?b)?\s*$/i.exec(value) : null;
  const bytes = found === null ? NaN : Number(found[1]) * 1024 ** UNITS.indexOf(found[2].toLowerCase());
  if (bytes >= 1) return bytes;
  throw new (typeof value === "string" ? RangeError : TypeError)(
    `${name} must be a number of bytes, or a text such as "2 GB", got ${shown(value)}`,
  );
}
