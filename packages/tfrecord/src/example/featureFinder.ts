import { FeatureMapReader } from "./featureMapReader.ts";
import { FeatureReader } from "./featureReader.ts";
import { encodeUtf8 } from "../wire/utf8.ts";

/** Where a key's feature is put, message after message. */
export interface FeatureSlot {
  readonly key: string;
  /** The feature, where there is one. */
  readonly feature: FeatureReader;
  /** Whether the key stands in the message and its feature holds a list. */
  present: boolean;
}

interface Wanted extends FeatureSlot {
  readonly bytes: Uint8Array;
  /** The place among the wanted, to guess the next key from. */
  readonly place: number;
}

/** Finds the features of some keys in one message after another, without decoding what nobody asked for. */
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

  /** Looks through the Features in a message's field 1 and fills the slots. */
  find(data: Uint8Array): void {
    const entries = this.#entries;
    const wanted = this.#wanted;
    for (const one of wanted) one.present = false;
    entries.open(data);
    let next = 0; // keys mostly come in one order in a whole file: then the first guess holds
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
