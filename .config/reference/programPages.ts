import { readdirSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..", "..");

/** The pages whose blocks are one program: the README, the tutorials and the recipes. */
export function programPages(): readonly string[] {
  return [
    "README.md",
    ...["docs/tutorials", "docs/recipes"].flatMap((place) =>
      readdirSync(join(root, place))
        .filter((file) => file.endsWith(".md"))
        .map((file) => `${place}/${file}`),
    ),
  ];
}
