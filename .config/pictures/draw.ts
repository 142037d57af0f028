import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodePngSync } from "@tensorloom/image";
import { AUGMENTATION_PICTURES } from "./augmentation.ts";
import { drawReport } from "./drawReport.ts";

/** `npm run pictures`: draws the pictures of the guides again; with `-- report`, that of the README, too. */
const folder = join(import.meta.dirname, "..", "..", "docs", "guides", "images");
mkdirSync(folder, { recursive: true });
for (const [name, image] of Object.entries(AUGMENTATION_PICTURES)) {
  const bytes = encodePngSync(image);
  writeFileSync(join(folder, `augmentation-${name}.png`), bytes);
  console.log(`augmentation-${name}.png: ${String(bytes.length)} bytes`);
}
if (process.argv.includes("report")) console.log(`report.png: ${String(await drawReport())} bytes`);
