import { shown } from "@tensorloom/core/internal";
import { createHash } from "node:crypto";
import type { Plan } from "./plan.ts";

/** What a run depends on, as it is saved beside its complete files. */
export interface PlanRecord {
  readonly format: 1;
  readonly choices: Readonly<Record<string, unknown>>;
  /** A hash of the rows of each file. */
  readonly shards: readonly string[];
  /** A hash of all cells. */
  readonly rows: string;
  /** The name, size and time of the last change of every picture: one line each. */
  readonly pictures: readonly string[];
}

/** Describes a plan as plain JSON. */
export function toPlanRecord({ table, pictures, shards, choices }: Plan): PlanRecord {
  const hash = createHash("sha256");
  for (const row of table.rows) hash.update(`${JSON.stringify(row, writeCell)}\n`);
  const isFolder = table.labels !== undefined; // its rows are the pictures
  return {
    format: 1,
    choices: JSON.parse(JSON.stringify(choices, writeCell)) as PlanRecord["choices"], // as it will be read
    shards: shards.map((rows) => createHash("sha256").update(rows).digest("hex").slice(0, 16)),
    rows: isFolder ? "" : hash.digest("hex"),
    pictures: pictures.map(({ cell, bytes, changed }) => `${cell}\t${String(bytes)}\t${String(changed)}`),
  };
}

function writeCell(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? `${String(value)}n` : value;
}

/** Says what differs between two plans; an empty list if nothing does. */
export function planDifferences(then: PlanRecord, now: PlanRecord): readonly string[] {
  const names = [...new Set([...Object.keys(then.choices), ...Object.keys(now.choices)])];
  const differences = names.flatMap((name) => {
    const [before, after] = [then, now].map(({ choices }) =>
      name in choices ? JSON.stringify(choices[name]) : "none",
    );
    return before === after ? [] : [`${name}: ${before} then, ${after} now`];
  });
  if (then.shards.length !== now.shards.length)
    differences.push(`shards: ${String(then.shards.length)} then, ${String(now.shards.length)} now`);
  differences.push(...pictureDifferences(then.pictures, now.pictures));
  if (then.rows !== now.rows) differences.push("the rows of the table have changed");
  if (differences.length === 0 && then.shards.some((shard, i) => shard !== now.shards[i]))
    differences.push("the order of the rows has changed");
  return differences;
}

function pictureDifferences(then: readonly string[], now: readonly string[]): readonly string[] {
  const nameOf = (line: string): string => line.split("\t")[0];
  const [before, after] = [new Set(then), new Set(now)];
  const [gone, come] = [then.filter((line) => !after.has(line)), now.filter((line) => !before.has(line))];
  const [goneNames, comeNames] = [new Set(gone.map(nameOf)), new Set(come.map(nameOf))];
  const lists = {
    changed: [...goneNames].filter((name) => comeNames.has(name)),
    removed: [...goneNames].filter((name) => !comeNames.has(name)),
    added: [...comeNames].filter((name) => !goneNames.has(name)),
  };
  return Object.entries(lists).flatMap(([what, list]) => {
    if (list.length === 0) return [];
    const more = list.length > 1 ? ` and ${String(list.length - 1)} more` : "";
    return [`pictures ${what}: ${shown(list[0])}${more}`];
  });
}
