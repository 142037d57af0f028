import { createHash } from "node:crypto";
import { stageLabel } from "../../pass/recipe.ts";
import type { Source } from "../../source.ts";
import { STREAMS_VERSION } from "../../random/streams.ts";

/** Labels of stages that change no element: pipelines that differ only in them share stored elements. */
const IDLE = /\.prefetch\((?:\d+|auto)\)/g;

/** Hashes a pipeline. The hash covers its stages, the source text of functions, options, and the user's version. */
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
