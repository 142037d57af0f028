type Line = Readonly<Record<string, unknown>>;

/** The fields whose cells are text: the first columns of a table. */
const isText = (value: unknown): boolean => typeof value !== "number";

/**
 * Formats lines of JSON as Markdown tables: one per run of lines with the same first field, a column per field.
 *
 * A field that is the same in all lines of a table is above it.
 *
 * @param name - The benchmark's name; default: none is left out.
 */
export function formatLines(lines: readonly Line[], name = ""): string {
  const flat = lines.map((line) => flatten(line)).map((line) => withoutName(line, name));
  return divide(flat, (line) => Object.keys(line)[0])
    .flatMap((group) => divideByValue(group, Object.keys(group[0])[0]))
    .map(formatTable)
    .join("\n\n");
}

/** A field that repeats the benchmark's name says nothing. */
function withoutName(line: Line, name: string): Line {
  return Object.fromEntries(Object.entries(line).filter(([, value]) => value !== name));
}

/** Divides lines into runs with the same key. */
function divide(lines: readonly Line[], keyOf: (line: Line) => unknown): readonly (readonly Line[])[] {
  const groups: Line[][] = [];
  for (const line of lines) {
    const group = groups.at(-1);
    if (group !== undefined && keyOf(group[0]) === keyOf(line)) group.push(line);
    else groups.push([line]);
  }
  return groups;
}

/** Divides lines by the value of a field, if a value has several of them: a table per subject. */
function divideByValue(lines: readonly Line[], field: string): readonly (readonly Line[])[] {
  const groups = divide(lines, (line) => line[field]);
  return groups.some((group) => group.length > 1) ? groups : [lines];
}

function formatTable(lines: readonly Line[]): string {
  const keys = [...new Set(lines.flatMap((line) => Object.keys(line)))];
  const same = keys.filter((key) => lines.length > 1 && lines.every((line) => line[key] === lines[0][key]));
  const isUnique = (key: string): boolean => new Set(lines.map((line) => line[key])).size === lines.length;
  const columns = keys.filter((key) => !same.includes(key));
  const first = columns.findIndex((key) => isUnique(key) && lines.every((line) => isText(line[key])));
  if (first > 0) columns.unshift(...columns.splice(first, 1)); // what a row is about
  const isNumbered = first < 0 && columns.length > 0 && !isUnique(columns[0]);
  const caption = same.map((key) => `${words(key)}: ${cell(lines[0][key])}`).join("; ");
  const rows = [
    columns.map(words),
    columns.map((key) => (lines.some((line) => key in line && isText(line[key])) ? "---" : "--:")),
    ...lines.map((line) => columns.map((key) => cell(line[key]))),
  ].map((row, i) => (isNumbered ? [["row", "--:"][i] ?? String(i - 1), ...row] : row));
  const table = rows.map((row) => `| ${row.join(" | ")} |`).join("\n");
  return caption === "" ? table : `${caption}\n\n${table}`;
}

/** Fields of an object become fields of its line: `{ times: { ours: 1 } }` has a column "times ours". */
function flatten(line: Line): Line {
  return Object.fromEntries(
    Object.entries(line).flatMap(([key, value]) =>
      typeof value === "object" && value !== null && !Array.isArray(value)
        ? Object.entries(flatten(value as Line)).map(([inner, one]) => [`${key} ${inner}`, one])
        : [[key, value]],
    ),
  ) as Line; // entries of it
}

/** `peakMegabytes` and `ours_by_this` as words. */
function words(key: string): string {
  const isCamelCase = /^[a-z]+([A-Z][a-z]+)+$/.test(key);
  return isCamelCase
    ? key.replaceAll(/[A-Z]/g, (start) => ` ${start.toLowerCase()}`)
    : key.replaceAll("_", " ");
}

function cell(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "number")
    return Math.abs(value) < 1e-4 && value !== 0
      ? value.toPrecision(2)
      : value.toLocaleString("en", { maximumSignificantDigits: 4 });
  if (Array.isArray(value)) return value.map(cell).join(", ");
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.replaceAll("\n", " ").replaceAll(/[|*_]/g, "\\$&");
}
