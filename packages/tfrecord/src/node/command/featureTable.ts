import type { Feature } from "../../feature.ts";
import { jsonValues } from "./describe.ts";
import { imageSize } from "./imageSize.ts";

/** What many records have under one key. */
export interface FeatureRow {
  readonly feature: string;
  /** The kinds that its values have, or the summary's in an event file. */
  readonly kind: string;
  /** How many values it has: `[3]`, or `[0..5]`; steps first in a list of steps. */
  readonly shape: string;
  readonly first: string;
  /** The first image's format and size, where the values are images. */
  readonly image?: string;
  /** How many records lack it. */
  readonly missing: number;
}

/** Gathers what records have under their keys. */
export interface FeatureTable {
  /** Takes note of a key's feature, or of its features step by step. */
  add(key: string, features: readonly Feature[]): void;
  addEvent(tag: string, kind: string): void;
  rows(): readonly FeatureRow[];
}

interface Row {
  readonly kinds: Set<string>;
  readonly counts: Range;
  readonly steps: Range;
  first: string;
  image: string | undefined;
  records: number;
}
interface Range {
  least: number;
  most: number;
}

const SHOWN = 48;

/** An empty table. */
export function featureTable(): FeatureTable {
  const rows = new Map<string, Row>();

  function rowOf(key: string): Row {
    let row = rows.get(key);
    if (row === undefined) {
      const none = (): Range => ({ least: Infinity, most: 0 });
      row = { kinds: new Set(), counts: none(), steps: none(), first: "", image: undefined, records: 0 };
      rows.set(key, row);
    }
    row.records += 1;
    return row;
  }

  return {
    add(key, features) {
      const row = rowOf(key);
      widen(row.steps, features.length);
      for (const feature of features) {
        if (feature.kind !== "none") row.kinds.add(feature.kind);
        widen(row.counts, feature.values.length);
        if (row.first === "" && feature.values.length > 0) [row.first, row.image] = firstOf(feature);
      }
    },
    addEvent: (tag, kind) => void rowOf(tag).kinds.add(kind),
    rows() {
      const most = [...rows.values()].reduce((most, row) => Math.max(most, row.records), 0);
      return [...rows].map(([feature, { kinds, counts, steps, first, image, records }]) => ({
        feature,
        kind: [...kinds].join("|") || "none",
        shape: `${feature.endsWith("[]") ? inWords(steps) : ""}${inWords(counts)}`,
        first,
        ...(image === undefined ? {} : { image }),
        missing: most - records,
      }));
    },
  };
}

function widen(range: Range, value: number): void {
  range.least = Math.min(range.least, value);
  range.most = Math.max(range.most, value);
}

function inWords({ least, most }: Range): string {
  if (least > most) return "";
  return least === most ? `[${String(least)}]` : `[${String(least)}..${String(most)}]`;
}

function firstOf(feature: Feature): [first: string, image: string | undefined] {
  const one = feature.kind === "bytes" ? feature.values[0] : undefined;
  const size = one === undefined ? undefined : imageSize(one);
  if (one !== undefined && size !== undefined)
    return [`${String(one.length)} bytes`, `${size.format} ${String(size.width)}x${String(size.height)}`];
  const few = { kind: feature.kind, values: feature.values.slice(0, 8) } as Feature; // the same kind, fewer values
  const text = jsonValues(few).map((value) =>
    typeof value === "object" ? binary(value) : JSON.stringify(value),
  );
  const joined = text.join(" ");
  return [joined.length > SHOWN ? `${joined.slice(0, SHOWN)}…` : joined, undefined];
}

function binary(value: unknown): string {
  return value !== null && typeof value === "object" && "base64" in value
    ? "(binary)"
    : JSON.stringify(value);
}
