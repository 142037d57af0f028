import { createHash } from "node:crypto";
import type { Source } from "../source.ts";

/** A hash of what a pipeline says of itself: its stages, the text of their functions, and a word of the user's. */
export function fingerprint(source: Source<unknown>, version: string): string {
  const hash = createHash("sha256").update(JSON.stringify([version, source.label]));
  const visit = (stage: Source<unknown>): void => {
    hash.update(JSON.stringify([stage.label, stage.text?.() ?? ""]));
    stage.parents?.forEach(visit);
  };
  visit(source);
  return hash.digest("hex");
}
