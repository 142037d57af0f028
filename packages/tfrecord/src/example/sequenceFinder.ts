import { ExampleError } from "../wire/exampleError.ts";
import { FeatureMapReader } from "./featureMapReader.ts";
import type { FeatureSlot } from "./featureFinder.ts";
import { FeatureReader } from "./featureReader.ts";
import { StepReader } from "./stepReader.ts";
import { decodeUtf8 } from "../wire/utf8.ts";

interface Sequence {
  readonly slot: FeatureSlot;
  readonly steps: StepReader;
  /** Whether the message has the key, with any number of steps. */
  there: boolean;
}

/** Iterates over the feature lists of some keys together, step by step. */
export class SequenceFinder {
  readonly #entries = new FeatureMapReader();
  readonly #sequences: ReadonlyMap<string, Sequence>;

  constructor(keys: Iterable<string>) {
    this.#sequences = new Map(
      [...new Set(keys)].map((key) => {
        const slot: FeatureSlot = { key, feature: new FeatureReader(), present: false };
        return [key, { slot, steps: new StepReader(), there: false }];
      }),
    );
  }

  get slots(): readonly FeatureSlot[] {
    return [...this.#sequences.values()].map((one) => one.slot);
  }

  /** Finds the feature lists in field 2 of a message. */
  find(data: Uint8Array): void {
    const entries = this.#entries;
    for (const one of this.#sequences.values()) one.there = false;
    entries.open(data, 2);
    while (entries.next()) {
      const one = this.#sequences.get(
        decodeUtf8(entries.bytes.subarray(entries.keyStart, entries.keyEnd), "(a key)"),
      );
      if (one === undefined) continue;
      one.there = true;
      one.steps.open(entries.valueBytes, entries.valueStart, entries.valueEnd);
    }
  }

  /** Whether the message has a list for a key. */
  has(key: string): boolean {
    return this.#sequences.get(key)?.there ?? false;
  }

  /**
   * Fills the slots of some keys with their next step; returns false at the end of all lists.
   *
   * @throws ExampleError if one list ends before another.
   */
  next(keys: readonly string[]): boolean {
    let [going, over] = ["", ""];
    for (const key of keys) {
      const one = this.#sequences.get(key);
      if (one === undefined) continue;
      one.slot.present = false;
      if (!one.there) continue;
      if (one.steps.next(one.slot.feature)) {
        one.slot.present = one.slot.feature.kind !== 0;
        going = key;
      } else over = key;
    }
    if (going !== "" && over !== "") {
      const message = `has fewer steps than ${going}, which belongs to it.`;
      throw new ExampleError([{ kind: "count", feature: over, message }]);
    }
    return going !== "";
  }
}
