export { bufferedStage } from "./pass/bufferedStage.ts";
export type { Buffered, BufferedStage, BufferedWork } from "./pass/bufferedWork.ts";
export { SKIP, type Skip } from "./pass/maybeAsync.ts";
export { openParent, recipe, type Recipe } from "./pass/recipe.ts";
export { type Memory, stage, type Stage } from "./pass/stage.ts";
export type { StageWork } from "./pass/stagePass.ts";
export { checkSourceContract } from "./testing/checkSourceContract.ts";
