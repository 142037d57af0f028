import type { MeasuredRun } from "../measure/measureRun.ts";
import { formatSeconds, formatSetting } from "../text/format.ts";
import { markup, type Markup } from "../text/markup.ts";
import type { Section } from "./section.ts";

/** Settings, times and versions of all runs. */
export function runTables(runs: readonly MeasuredRun[]): readonly Section[] {
  const part = (
    id: string,
    title: string,
    tableOf: (run: MeasuredRun["run"]) => Readonly<Record<string, string>> | undefined,
  ): readonly Section[] => {
    const tables = runs.map(({ run }) => tableOf(run) ?? {});
    if (tables.every((table) => Object.keys(table).length === 0)) return [];
    return [
      {
        id,
        title,
        body: sideBySide(
          title,
          runs.map(({ name }) => name),
          tables,
        ),
        figures: [],
      },
    ];
  };
  return [
    ...part("settings", "Settings", ({ settings }) => settings && mapValues(settings, formatSetting)),
    ...part("times", "Times", ({ seconds }) => seconds && mapValues(withTotal(seconds), formatSeconds)),
    ...part("versions", "Versions", ({ versions }) => versions && mapValues(versions, String)),
  ];
}

function mapValues<T>(
  table: Readonly<Record<string, T>>,
  to: (value: T) => string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(table).map(([key, value]) => [key, to(value)]));
}

function withTotal(seconds: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  const values = Object.values(seconds);
  return values.length < 2 || "total" in seconds
    ? seconds
    : { ...seconds, total: values.reduce((sum, value) => sum + value, 0) };
}

/** One column per run. With several, rows that differ come first and are marked. */
function sideBySide(
  title: string,
  names: readonly string[],
  tables: readonly Readonly<Record<string, string>>[],
): Markup {
  const mark = title !== "Times"; // which differ in every run
  const keys = [...new Set(tables.flatMap(Object.keys))];
  const differs = (key: string): boolean => mark && tables.some((table) => table[key] !== tables[0][key]);
  const sorted = [...keys.filter(differs), ...keys.filter((key) => !differs(key))];
  const head =
    names.length === 1
      ? markup``
      : markup`<thead><tr><th scope="col"></th>${names.map((name) => markup`<th scope="col">${name}</th>`)}</tr></thead>`;
  const rows = sorted.map((key) => {
    const cells = tables.map((table) => markup`<td>${table[key] ?? "–"}</td>`);
    return differs(key)
      ? markup`<tr class="differs"><th scope="row">${key}</th>${cells}</tr>`
      : markup`<tr><th scope="row">${key}</th>${cells}</tr>`;
  });
  const different = keys.filter(differs).length;
  const note =
    names.length === 1 || !mark
      ? ""
      : different === 0
        ? "All runs have the same."
        : `${String(different)} of ${String(keys.length)} differ; they come first and are marked.`;
  return markup`${note === "" ? markup`` : markup`<p class="note">${note}</p>`}<div class="scroll" tabindex="0" role="region" aria-label="${title}"><table class="plain">${head}<tbody>${rows}</tbody></table></div>`;
}
