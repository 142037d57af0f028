import { BYTES } from "@tensorloom/core/internal";
import type { FeatureReader } from "./featureReader.ts";
import { WireReader } from "../wire/wireReader.ts";

const FEATURE = (1 << 3) | BYTES;

/** Reads the features of a `FeatureList` message: one per step of a sequence. */
export class StepReader {
  readonly #wire = new WireReader();

  open(bytes: Uint8Array, start: number, end: number): void {
    this.#wire.open(bytes, start, end);
  }

  /** Points a reader at the feature of the next step; returns false at the end. */
  next(list: FeatureReader): boolean {
    const wire = this.#wire;
    while (wire.at < wire.end) {
      const tag = wire.tag();
      if (tag !== FEATURE) wire.skip(tag);
      else {
        const length = wire.length();
        list.open(wire.bytes, wire.at, wire.at + length);
        wire.at += length;
        return true;
      }
    }
    return false;
  }
}
