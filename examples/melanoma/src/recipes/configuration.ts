import { UserError } from "../cli/userError.ts";
import type { Recipe } from "./recipe.ts";

/** One model of an ensemble: what distinguishes it from the others. */
export interface Configuration extends Pick<Recipe, "model" | "size" | "classes" | "metadata"> {
  /** `9c_meta_b4_640`: the name of its folder. */
  readonly name: string;
}

/**
 * Parses the configurations of an ensemble in the first place's notation: `9c_meta_b4_640,4c_b5_640`.
 *
 * Each is the number of classes (`2c`, `4c` or `9c`), `meta` if the model reads metadata, the network and the size.
 *
 * @throws UserError if one does not have this form, or two are the same.
 */
export function parseConfigurations(text: string): readonly Configuration[] {
  const all = text.split(",").map(parseOne);
  const repeated = all.find(({ name }, at) => all.findIndex((other) => other.name === name) !== at);
  if (repeated !== undefined) throw new UserError(`--ensemble names ${repeated.name} twice`);
  return all;
}

function parseOne(text: string): Configuration {
  const name = text.trim().toLowerCase();
  const [, classes, meta, variant, size] = /^([249])c(_meta)?_b([0-7])_(\d{2,4})$/.exec(name) ?? [];
  if (!(Number(size) >= 32))
    // NaN without a match
    throw new UserError(
      `--ensemble: each must be like 9c_meta_b4_640 (2, 4 or 9 classes, meta or not, b0 to b7, 32 pixels or more), got "${text}"`,
    );
  return {
    name,
    classes: Number(classes),
    metadata: (meta as string | undefined) !== undefined, // an optional group
    model: `B${variant}` as Recipe["model"], // a digit from 0 to 7
    size: Number(size),
  };
}
