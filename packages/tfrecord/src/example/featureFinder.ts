import { FeatureMapReader } from "./featureMapReader.ts";
import { FeatureReader } from "./featureReader.ts";
import { encodeUtf8 } from "../wire/utf8.ts";

/** The place for a key's feature in the current message. */
export interface FeatureSlot {
  readonly key: string;
  /** The feature, if it is present. */
  readonly feature: FeatureReader;
  /** Whether the message has the key and its feature has a list. */
  present: boolean;
}

interface Wanted extends FeatureSlot {
  readonly bytes: Uint8Array;
  /** The index in the list of keys, for guessing the next key. */
  readonly place: number;
}

/** Finds the features of some keys in message after message. Other features are not decoded. */
export class FeatureFinder {
  readonly #entries = new FeatureMapReader();
  readonly #wanted: readonly Wanted[];
  readonly #byLength = new Map<number, readonly Wanted[]>();

  constructor(keys: Iterable<string>) {
    this.#wanted = [...new Set(keys)].map((key, place) => {
      return { key, bytes: encodeUtf8(key), place, feature: new FeatureReader(), present: false };
    });
    for (const one of this.#wanted) {
      const length = one.bytes.length;
      this.#byLength.set(length, [...(this.#byLength.get(length) ?? []), one]);
    }
  }

  /** The slots, in the order of the keys. */
  get slots(): readonly FeatureSlot[] {
    return this.#wanted;
  }

  /** Fills the slots from the features in field 1 of a message. */
  find(data: Uint8Array): void {
    const entries = this.#entries;
    const wanted = this.#wanted;
    for (const one of wanted) one.present = false;
    entries.open(data);
    let next = 0; // most files have one order of keys, so guess the key after the last one
    while (entries.next()) {
      const { bytes, keyStart, keyEnd } = entries;
      let one = next < wanted.length ? wanted[next] : undefined;
      if (one === undefined || !equalsKey(one.bytes, bytes, keyStart, keyEnd)) {
        one = this.#byLength
          .get(keyEnd - keyStart)
          ?.find((other) => equalsKey(other.bytes, bytes, keyStart, keyEnd));
        if (one === undefined) continue;
      }
      next = one.place + 1;
      one.feature.open(entries.valueBytes, entries.valueStart, entries.valueEnd);
      one.present = one.feature.kind !== 0;
    }
  }
}

function equalsKey(key: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (key.length !== end - start) return false;
  for (let i = 0; i < key.length; i++) if (key[i] !== bytes[start + i]) return false;
  return true;
}
