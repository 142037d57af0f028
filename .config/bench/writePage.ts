import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { benchmarkPage } from "./benchmarkPage.ts";

/** `npm run bench:page`: writes docs/benchmarks.md from the saved lines. */
writeFileSync(join(import.meta.dirname, "..", "..", "docs", "benchmarks.md"), await benchmarkPage());
