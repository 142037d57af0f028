import { createHash } from "node:crypto";
import { stageLabel } from "../../pass/recipe.ts";
import type { Source } from "../../source.ts";
import { STREAMS_VERSION } from "../../random/streams.ts";

/** A stage that changes no element: pipelines that differ only in it share what is stored. */
const IDLE = /\.prefetch\((?:\d+|auto)\)/g;

/** A hash of what a pipeline says of itself: its stages, their functions' text and options, and a word of the user's. */
export function fingerprint(source: Source<unknown>, version: string): string {
  const hash = createHash("sha256").update(JSON.stringify([version, STREAMS_VERSION]));
  const visit = (stage: Source<unknown>): void => {
    const { label, fingerprint, parents = [] } = stage;
    if (!isIdle(stage))
      hash.update(JSON.stringify([label.replaceAll(IDLE, ""), fingerprint?.() ?? "", parents.length]));
    parents.forEach(visit);
  };
  visit(source);
  return hash.digest("hex");
}

function isIdle(stage: Source<unknown>): boolean {
  return stage.parents?.length === 1 && `.${stageLabel(stage)}`.replace(IDLE, "") === "";
}
