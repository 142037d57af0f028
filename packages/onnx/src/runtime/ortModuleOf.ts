import { isRecord } from "@tensorloom/core/internal";
import type { OrtModule } from "./ortModule.ts";

/** Recognises ONNX Runtime in what a loader returned: the package, or its default export. */
export function ortModuleOf(loaded: unknown): OrtModule {
  for (const candidate of [loaded, isRecord(loaded) ? loaded["default"] : undefined])
    if (isOrtModule(candidate)) return candidate;
  throw new Error("the package has no InferenceSession");
}

function isOrtModule(value: unknown): value is OrtModule {
  return (
    isRecord(value) &&
    typeof value["Tensor"] === "function" &&
    typeof value["InferenceSession"] === "function" &&
    isRecord(value["env"])
  );
}
