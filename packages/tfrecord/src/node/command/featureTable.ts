import type { Feature } from "../../example/feature.ts";
import { toJsonValues } from "./describe.ts";
import { imageSize } from "./imageSize.ts";

/** A summary of the features that many records have under one key. */
export interface FeatureRow {
  readonly feature: string;
  /** The kinds of its values, or of the summary in an event file. */
  readonly kind: string;
  /** The number of values: `[3]` or `[0..5]`; in a feature list, preceded by the number of steps. */
  readonly shape: string;
  readonly first: string;
  /** The format and size if the values are images: `jpeg 250x250`, or `jpeg 200..600x150..450`. */
  readonly image?: string | undefined;
  /** The number of records without the feature. */
  readonly missing: number;
}

/** Collects the features of records by key. */
export interface FeatureTable {
  /** Adds the feature of a key, or its features step by step. */
  add(key: string, features: readonly Feature[]): void;
  addEvent(tag: string, kind: string): void;
  /** @param inspected - The number of inspected records. */
  rows(inspected: number): readonly FeatureRow[];
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
  /** Whether it is the tag of an event; events need not have the same tags. */
  event: boolean;
}
interface Range {
  min: number;
  max: number;
}

const SHOWN = 48;

/** Creates an empty table. */
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
    rows: (inspected) =>
      [...rows].map(([feature, row]) => ({
        feature,
        kind: [...row.kinds].join("|") || "none",
        shape: `${feature.endsWith("[]") ? formatRow(row.steps) : ""}${formatRow(row.counts)}`,
        first: row.first,
        ...(row.formats.size === 0 ? {} : { image: formatImages(row) }),
        missing: row.event ? 0 : inspected - row.records,
      })),
  };
}

function emptyRow(): Row {
  const empty = (): Range => ({ min: Infinity, max: 0 });
  const images = { formats: new Set<string>(), width: empty(), height: empty() };
  return {
    kinds: new Set(),
    counts: empty(),
    steps: empty(),
    ...images,
    first: "",
    records: 0,
    event: false,
  };
}

/** Adds the size of a feature's first image. */
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
  range.min = Math.min(range.min, value);
  range.max = Math.max(range.max, value);
}

function spread({ min, max }: Range): string {
  return min === max ? String(min) : `${String(min)}..${String(max)}`;
}

function formatRow(range: Range): string {
  return range.min > range.max ? "" : `[${spread(range)}]`;
}

function formatFirst(feature: Feature): string {
  const one = feature.kind === "bytes" ? feature.values[0] : undefined;
  if (one !== undefined && imageSize(one) !== undefined) return `${String(one.length)} bytes`;
  const few = { kind: feature.kind, values: feature.values.slice(0, 8) } as Feature; // the same kind with fewer values
  const text = toJsonValues(few).map((value) =>
    typeof value === "object" ? formatBinary(value) : JSON.stringify(value),
  );
  const line = text.join(" ");
  return line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line;
}

function formatBinary(value: unknown): string {
  return value !== null && typeof value === "object" && "base64" in value
    ? "(binary)"
    : JSON.stringify(value);
}
