import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./pages.ts";

/** A measured figure of the landing page. */
export interface Figure {
  /** `1.7×` */
  readonly value: string;
  readonly says: string;
  /** The benchmark, and the section of the page of benchmarks. */
  readonly benchmark: string;
}

type Line = Readonly<Record<string, unknown>>;

/** A line of a benchmark, the field that is its ratio, and what the ratio says. */
interface Choice {
  readonly benchmark: string;
  readonly line: Line;
  readonly field: string;
  readonly says: string;
}

const CHOICES: readonly Choice[] = [
  {
    benchmark: "tfrecord",
    line: { bench: "read 333 KB records", engine: /^TensorFlow / },
    field: "ours_by_this",
    says: "the speed of TensorFlow when reading and verifying TFRecords",
  },
  {
    benchmark: "tfrecord",
    line: { bench: "write Examples", engine: /^npm tfrecord / },
    field: "ours_by_this",
    says: "the speed of the npm package tfrecord when writing Examples",
  },
  {
    benchmark: "throughput",
    line: { bench: /^map, filter, shuffle/ },
    field: "times tfjs-data",
    says: "the speed of tfjs-data in a pipeline of map, filter, shuffle and batch",
  },
  {
    benchmark: "metrics",
    line: { what: /^classificationReport of/, who: "scikit-learn" },
    field: "ratio",
    says: "the speed of scikit-learn for a classification report of a million rows",
  },
];

/**
 * The figures of the landing page, from docs/benchmarks/*.jsonl.
 *
 * @throws Error - Names the benchmark and the line that is missing.
 */
export function readFigures(): readonly Figure[] {
  return CHOICES.map(({ benchmark, line, field, says }) => {
    const lines = readFileSync(join(root, "docs", "benchmarks", `${benchmark}.jsonl`), "utf8")
      .trim()
      .split("\n");
    const found = lines.map((text) => JSON.parse(text) as Line).find((one) => matches(one, line));
    const ratio = found?.[field];
    if (typeof ratio !== "number")
      throw new Error(
        `docs/benchmarks/${benchmark}.jsonl: no line ${describe(line)} with a number in ${field}`,
      );
    return { value: `${ratio.toLocaleString("en", { maximumSignificantDigits: 2 })}×`, says, benchmark };
  });
}

function matches(line: Line, wanted: Line): boolean {
  return Object.entries(wanted).every(([key, value]) =>
    value instanceof RegExp ? value.test(String(line[key])) : line[key] === value,
  );
}

const describe = (line: Line): string =>
  Object.entries(line)
    .map(([key, value]) => `${key}: ${String(value)}`)
    .join(", ");
