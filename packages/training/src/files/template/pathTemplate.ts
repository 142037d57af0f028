import { closest, folderOf } from "@tensorloom/core/internal";
import { formatNumber, type NumberFormat, parseNumberFormat } from "./formatNumber.ts";

/** A path with numbers of a run in it, such as `checkpoints/{epoch:03d}-{val_auc:.4f}`. */
export interface PathTemplate {
  /** Whether the path has numbers in it, so that checkpoints have different paths. */
  readonly varies: boolean;
  /** The folder that contains all paths, if they vary. */
  readonly folder: string;
  /** @throws RangeError if a name is not one of these. */
  checkNames(known: readonly string[]): void;
  format(values: Readonly<Record<string, number>>): string;
}

interface Placeholder {
  readonly name: string;
  readonly format: NumberFormat;
}

/** Names whose values are integers, so that they can have the format `d`. */
const INTEGERS = ["epoch", "steps"];

const PARTS = /\{\{|\}\}|\{([^{}]*)\}|[{}]|[^{}]+/g;

/**
 * Parses a path with placeholders `{name}` and `{name:format}`. `{{` and `}}` stand for braces, as in Python.
 *
 * @param caller - The function and argument, for errors: `"modelCheckpoint: path"`.
 * @throws RangeError if a brace has no partner, or a format is not one of `d`, `f` and `e`.
 */
export function parsePathTemplate(caller: string, path: string): PathTemplate {
  const parts = [...path.matchAll(PARTS)].map(([text, field]): string | Placeholder => {
    if (text === "{{" || text === "}}") return text[0];
    if (text === "{" || text === "}")
      throw new RangeError(
        `${caller}: "${text}" has no partner in ${path}; write "${text}${text}" for a brace`,
      );
    return text.startsWith("{") ? parsePlaceholder(caller, field) : text;
  });
  const placeholders = parts.filter((part) => typeof part !== "string");
  const first = parts.findIndex((part) => typeof part !== "string");
  const fixed = parts.slice(0, Math.max(0, first)).filter((part) => typeof part === "string");
  return {
    varies: placeholders.length > 0,
    folder: folderOf(`${fixed.join("")}x`),
    checkNames(known) {
      for (const { name } of placeholders) {
        if (known.includes(name)) continue;
        const meant = closest(name, known);
        const hint = meant === undefined ? "" : `; did you mean {${meant}}?`;
        throw new RangeError(`${caller}: {${name}} must be one of ${known.join(", ")}${hint}`);
      }
    },
    format: (values) =>
      parts
        .map((part) => (typeof part === "string" ? part : formatNumber(values[part.name], part.format)))
        .join(""),
  };
}

function parsePlaceholder(caller: string, field: string): Placeholder {
  const colon = field.indexOf(":");
  const name = colon < 0 ? field : field.slice(0, colon);
  const format = parseNumberFormat(colon < 0 ? "" : field.slice(colon + 1));
  if (format === undefined)
    throw new RangeError(`${caller}: the format of {${field}} must be like 03d, .4f or .2e`);
  if (format.type === "d" && !INTEGERS.includes(name))
    throw new RangeError(`${caller}: only ${INTEGERS.join(" and ")} can have the format d, got {${field}}`);
  return { name, format };
}
