import { extname } from "node:path";
import { joinPlace, makePlace, nameOf, writePlace } from "@tensorloom/core/internal/node";
import { gradCam, overlayHeatmap } from "@tensorloom/explain";
import { createPreprocess } from "@tensorloom/classifier";
import { encodeJpeg } from "@tensorloom/image";
import { UserError } from "../cli/userError.ts";
import { checkFiles } from "../files/checkFiles.ts";
import { checkPictures } from "../pictures/checkPictures.ts";
import type { SavedRun } from "../run/savedRun.ts";

/** Height and width of the pictures that are written. */
const SIDE = 448;

/**
 * Writes each picture with a heat map of a class: `OUT/NAME-CLASS.jpg`, numbered if the name occurs twice.
 *
 * @param label - The class; default: the predicted one, or the second of two, about which the only output is.
 * @returns Each file's name, with the scores of the picture.
 * @throws UserError if the model does not have the class, or a path is not a file.
 */
export async function explainPictures(
  { classifier, labels }: SavedRun,
  paths: readonly string[],
  out: string,
  label: string | undefined,
): Promise<readonly (readonly [string, string])[]> {
  const explained = labels.length === 2 ? labels[1] : label;
  if (label !== undefined && (!labels.includes(label) || (labels.length === 2 && label !== labels[1])))
    throw new UserError(
      `--class: expected ${labels.length === 2 ? labels[1] : `one of ${labels.join(", ")}`}, got "${label}"`,
    );
  await checkFiles(paths, { expected: "a picture", hint: "name the pictures in it" });
  await checkPictures(paths);
  const show = createPreprocess({ height: SIDE, width: SIDE });
  const rows: (readonly [string, string])[] = [];
  const used = new Set<string>();
  for (const path of paths) {
    const scores = await classifier.classify(path);
    const name = explained ?? scores[0].label;
    const image = await classifier.options.preprocess(path);
    const classIndex = labels.length === 2 ? 0 : labels.indexOf(name);
    const [{ heatmap }] = await gradCam(classifier.model, [image], { classIndex });
    const drawn = overlayHeatmap(await show(path), heatmap);
    const base = nameOf(path);
    const bare = base.slice(0, base.length - extname(base).length);
    const file = joinPlace(out, unusedName(`${bare}-${safeName(name)}`, used));
    await makePlace(out);
    await writePlace(file, await encodeJpeg(drawn, { quality: 90 }));
    rows.push([file, scores.map((one) => `${one.label} ${one.score.toFixed(4)}`).join(", ")]);
  }
  return rows;
}

/** A class as a part of a file name. */
function safeName(label: string): string {
  return label.replace(/[^\p{L}\p{M}\p{N}_-]+/gu, "_");
}

/** `NAME.jpg`, or `NAME-2.jpg` if an earlier picture has that name. */
function unusedName(name: string, used: Set<string>): string {
  let file = `${name}.jpg`;
  for (let number = 2; used.has(file); number++) file = `${name}-${String(number)}.jpg`;
  used.add(file);
  return file;
}
