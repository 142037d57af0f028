import type { Group } from "h5wasm";

/** Maximum size of an HDF5 attribute, less its header. */
const MAX_BYTES = 64_512;

/** Reads an attribute that is one text; undefined if it is missing. */
export function readText({ attrs }: Group, name: string): string | undefined {
  const value: unknown = name in attrs ? attrs[name].value : undefined;
  return typeof value === "string" ? value : undefined;
}

/** Whether a group has a list of strings, in one attribute or several. */
export function hasTexts({ attrs }: Group, name: string): boolean {
  return name in attrs || `${name}0` in attrs;
}

/** Reads a list of strings; Keras splits it into `NAME0`, `NAME1`, … if it exceeds HDF5's 64 KB. */
export function readTexts({ attrs }: Group, name: string): readonly string[] {
  const parts: unknown[] = [];
  if (name in attrs) parts.push(attrs[name].value);
  for (let part = 0; `${name}${String(part)}` in attrs; part++)
    parts.push(attrs[`${name}${String(part)}`].value);
  // An empty list is stored as an empty array of floats.
  return parts.flat().filter((value): value is string => typeof value === "string");
}

/** Writes a list of strings as one attribute, or as `NAME0`, `NAME1`, … if it is too large. */
export function writeTexts(group: Group, name: string, texts: readonly string[]): void {
  const width = Math.max(...texts.map((text) => new TextEncoder().encode(text).length)) + 1;
  const most = Math.floor(MAX_BYTES / width);
  if (texts.length <= most) {
    if (texts.length > 0) group.create_attribute(name, [...texts]);
    else group.create_attribute(name, new Float64Array(), [0]); // as h5py writes an empty list
    return;
  }
  for (let part = 0; part * most < texts.length; part++)
    group.create_attribute(`${name}${String(part)}`, texts.slice(part * most, (part + 1) * most));
}
