import { gradCam, overlayHeatmap } from "@tensorloom/explain";
import { encodeJpeg, type Image, toUint8 } from "@tensorloom/image";
import { type Run, type RunPicture, surestPredictions } from "@tensorloom/report";
import { decodeAndResize } from "../decode.ts";
import type { Parts, TrainingData } from "../pictures/trainingData.ts";
import type { Session } from "../run/session.ts";

/** Height and width of the pictures in a report. */
const SIDE = 192;

/** Pictures of the data, mistakes and hits. */
const COUNT = 6;

/** Makes the pictures of a report: examples, the surest mistakes and hits, with heat maps. */
export async function runPictures(
  { model, options, io }: Session,
  data: TrainingData,
  parts: Parts,
  run: Run,
): Promise<readonly RunPicture[]> {
  const { mistakes, hits } = surestPredictions(run, { count: COUNT });
  const chosen = [
    ...examplesOf(data, parts.train).map((row) => ({ role: "example" as const, row, at: undefined })),
    ...mistakes.map((at) => ({ role: "mistake" as const, row: parts.validation[at], at })),
    ...hits.map((at) => ({ role: "hit" as const, row: parts.validation[at], at })),
  ];
  const pictures: RunPicture[] = [];
  const elements = await data.pictures.select(chosen.map(({ row }) => row)).toArray();
  for (const [index, picture] of elements.entries()) {
    io.signal.throwIfAborted();
    const { role, row, at } = chosen[index];
    const { inputs: shown } = await decodeAndResize(SIDE)(picture);
    const { id, target = 0 } = data.rows[row];
    const known = { role, id, image: await toJpeg(shown), label: data.labels[target] };
    if (at === undefined) {
      pictures.push(known);
      continue;
    }
    const { inputs } = await decodeAndResize(options.size)(picture);
    const [{ heatmap }] = await gradCam(model.whole, [inputs]);
    const overlay = await toJpeg(overlayHeatmap(shown, heatmap));
    pictures.push({ ...known, overlay, ...predictionOf(run, at) });
  }
  return pictures;
}

function toJpeg(image: Image): Promise<Uint8Array> {
  return encodeJpeg(toUint8(image), { quality: 85 });
}

/** The first pictures of each class. */
function examplesOf({ labels, rows }: TrainingData, part: readonly number[]): readonly number[] {
  const each = Math.max(1, Math.floor(COUNT / labels.length));
  return labels.flatMap((_, index) => part.filter((row) => rows[row].target === index).slice(0, each));
}

/** The predicted class of a row of the predictions, and its score. */
function predictionOf({ classes = [], predictions, threshold = 0.5 }: Run, row: number): Partial<RunPicture> {
  if (predictions === undefined) return {};
  const { scores } = predictions;
  if (!("shape" in scores)) {
    const score = scores[row];
    return score >= threshold
      ? { predicted: classes[1], score }
      : { predicted: classes[0], score: 1 - score };
  }
  const [, width] = scores.shape;
  const own = Array.from({ length: width }, (_, at) => scores.data[row * width + at]);
  const best = own.indexOf(Math.max(...own));
  return { predicted: classes[best], score: own[best] };
}
