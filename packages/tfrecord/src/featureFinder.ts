import { FeatureEntries } from "./featureEntries.ts";
import { FeatureList, NO_LIST } from "./featureList.ts";

const utf8 = new TextEncoder();

interface Wanted {
  readonly key: Uint8Array;
  readonly list: FeatureList;
  round: number;
}

/** Finds the features of some keys in one Example after another, without decoding what nobody asked for. */
export class FeatureFinder {
  readonly #entries = new FeatureEntries();
  readonly #wanted: readonly Wanted[];
  readonly #byLength = new Map<number, readonly Wanted[]>();
  readonly #byKey = new Map<string, Wanted>();
  #round = 0;

  constructor(keys: Iterable<string>) {
    for (const key of keys) {
      if (!this.#byKey.has(key))
        this.#byKey.set(key, { key: utf8.encode(key), list: new FeatureList(), round: 0 });
    }
    this.#wanted = [...this.#byKey.values()];
    for (const one of this.#wanted) {
      const length = one.key.length;
      this.#byLength.set(length, [...(this.#byLength.get(length) ?? []), one]);
    }
  }

  /** Looks through one message: Features in its field 1. */
  find(data: Uint8Array): void {
    const entries = this.#entries;
    this.#round += 1;
    entries.open(data);
    let next = 0; // keys mostly come in one order in a whole file: then the first guess holds
    while (entries.next()) {
      const { bytes, keyStart, keyEnd } = entries;
      let one = next < this.#wanted.length ? this.#wanted[next] : undefined;
      if (one === undefined || !same(one.key, bytes, keyStart, keyEnd)) {
        one = this.#byLength.get(keyEnd - keyStart)?.find(({ key }) => same(key, bytes, keyStart, keyEnd));
        if (one === undefined) continue;
      }
      next = this.#wanted.indexOf(one) + 1;
      one.round = this.#round;
      one.list.open(entries.valueBytes, entries.valueStart, entries.valueEnd);
    }
  }

  /** The list of a key's feature; `undefined` where the key is missing or its feature holds no list. */
  list(key: string): FeatureList | undefined {
    const one = this.#byKey.get(key);
    if (one?.round !== this.#round || one.list.kind === NO_LIST) return undefined;
    return one.list;
  }
}

function same(key: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (key.length !== end - start) return false;
  for (let i = 0; i < key.length; i++) if (key[i] !== bytes[start + i]) return false;
  return true;
}
