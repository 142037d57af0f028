import { type Figure, readFigures } from "../../figures.ts";

declare const data: readonly Figure[];
export { data };

export default {
  watch: ["../../../../docs/benchmarks/*.jsonl"],
  load: (): readonly Figure[] => readFigures(),
};
