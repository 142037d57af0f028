import type { Feature } from "../../example/feature.ts";
import { toJsonValues } from "./describe.ts";
import { imageSize } from "./imageSize.ts";

/** What many records have under one key. */
export interface FeatureRow {
  readonly feature: string;
  /** The kinds that its values have, or the summary's in an event file. */
  readonly kind: string;
  /** How many values it has: `[3]`, or `[0..5]`; steps first in a list of steps. */
  readonly shape: string;
  readonly first: string;
  /** The images' format and size, where the values are images: `jpeg 250x250`, or `jpeg 200..600x150..450`. */
  readonly image?: string | undefined;
  /** How many records lack it. */
  readonly missing: number;
}

/** Gathers what records have under their keys. */
export interface FeatureTable {
  /** Takes note of a key's feature, or of its features step by step. */
  add(key: string, features: readonly Feature[]): void;
  addEvent(tag: string, kind: string): void;
  /** @param looked - How many records were looked at. */
  rows(looked: number): readonly FeatureRow[];
}

interface Row {
  readonly kinds: Set<string>;
  readonly counts: Range;
  readonly steps: Range;
  readonly formats: Set<string>;
  readonly width: Range;
  readonly height: Range;
  first: string;
  records: number;
  /** Whether it is the tag of an event, which no other event need have. */
  event: boolean;
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
      rows.set(key, (row = emptyRow()));
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
        noteImage(row, feature);
        if (row.first === "" && feature.values.length > 0) row.first = formatFirst(feature);
      }
    },
    addEvent(tag, kind) {
      const row = rowOf(tag);
      row.kinds.add(kind);
      row.event = true;
    },
    rows: (looked) =>
      [...rows].map(([feature, row]) => ({
        feature,
        kind: [...row.kinds].join("|") || "none",
        shape: `${feature.endsWith("[]") ? formatRow(row.steps) : ""}${formatRow(row.counts)}`,
        first: row.first,
        ...(row.formats.size === 0 ? {} : { image: formatImages(row) }),
        missing: row.event ? 0 : looked - row.records,
      })),
  };
}

function emptyRow(): Row {
  const none = (): Range => ({ least: Infinity, most: 0 });
  const images = { formats: new Set<string>(), width: none(), height: none() };
  return { kinds: new Set(), counts: none(), steps: none(), ...images, first: "", records: 0, event: false };
}

/** Takes note of the size of a feature's first image. */
function noteImage(row: Row, feature: Feature): void {
  const one = feature.kind === "bytes" ? feature.values.at(0) : undefined;
  const size = one === undefined ? undefined : imageSize(one);
  if (size === undefined) return;
  row.formats.add(size.format);
  widen(row.width, size.width);
  widen(row.height, size.height);
}

function formatImages({ formats, width, height }: Row): string {
  return `${[...formats].join("|")} ${spread(width)}x${spread(height)}`;
}

function widen(range: Range, value: number): void {
  range.least = Math.min(range.least, value);
  range.most = Math.max(range.most, value);
}

function spread({ least, most }: Range): string {
  return least === most ? String(least) : `${String(least)}..${String(most)}`;
}

function formatRow(range: Range): string {
  return range.least > range.most ? "" : `[${spread(range)}]`;
}

function formatFirst(feature: Feature): string {
  const one = feature.kind === "bytes" ? feature.values[0] : undefined;
  if (one !== undefined && imageSize(one) !== undefined) return `${String(one.length)} bytes`;
  const few = { kind: feature.kind, values: feature.values.slice(0, 8) } as Feature; // the same kind, fewer values
  const text = toJsonValues(few).map((value) =>
    typeof value === "object" ? formatBinary(value) : JSON.stringify(value),
  );
  const joined = text.join(" ");
  return joined.length > SHOWN ? `${joined.slice(0, SHOWN)}…` : joined;
}

function formatBinary(value: unknown): string {
  return value !== null && typeof value === "object" && "base64" in value
    ? "(binary)"
    : JSON.stringify(value);
}
