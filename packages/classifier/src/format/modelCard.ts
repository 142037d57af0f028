import { shapeText } from "@tensorloom/core/internal";
import type { Head } from "../head/resolveHead.ts";
import type { ClassifierOptions } from "../options/classifierOptions.ts";
import type { ResolvedPreprocess } from "../preprocess/preprocessOptions.ts";
import { VERSION } from "./classifierJson.ts";
import { frontMatter } from "./frontMatter.ts";

/** The last line of a card that the next save may replace. */
export const REPLACED = "<!-- saveClassifier replaces this file. Remove this line to keep your changes. -->";

const KINDS: Readonly<Record<Head["kind"], string>> = {
  binary: "One output: each picture gets the probability of the last label.",
  multiclass: "Each picture has exactly one of the labels; the scores sum to 1.",
  multilabel: "Each picture has any number of the labels; each score is from 0 to 1.",
};

const FITS: Readonly<Record<ResolvedPreprocess["fit"], string>> = {
  stretch: "stretched to the size",
  crop: "cropped to the proportions of the size, around the centre",
  pad: "padded with black to the proportions of the size",
};

/** What is known beside the options. */
interface CardFacts {
  readonly head: Head;
  readonly parameters: number;
  /** The version of tfjs-layers. */
  readonly tfjs: string;
}

/**
 * Writes a model card: Markdown with the front matter of the Hugging Face Hub.
 *
 * It has a section only for what is known.
 *
 * @see https://huggingface.co/docs/hub/model-cards
 */
export function modelCard(options: ClassifierOptions, facts: CardFacts): string {
  const { card = {}, metrics = {}, training = {} } = options;
  const { head, parameters, tfjs } = facts;
  const section = (title: string, ...texts: readonly (string | undefined)[]): string | undefined => {
    const known = texts.filter((text) => text !== undefined && text !== "");
    return known.length === 0 ? undefined : `## ${title}\n\n${known.join("\n\n")}`;
  };
  const parts = [
    `${frontMatter(options)}\n\n# ${card.name ?? "Image classifier"}`,
    card.description,
    section("Intended use", card.intendedUse),
    section("Limitations", card.limitations),
    section("Labels", KINDS[head.kind], labelTable(options)),
    section("Input", inputTable(options.preprocess.options)),
    section("Training data", card.trainingData),
    section("Training", table(["Setting", "Value"], entries(training, text))),
    section("Evaluation", card.evaluationData, table(["Metric", "Value"], entries(metrics, shortNumber))),
    section(
      "Versions",
      table(
        ["", ""],
        [
          ["Format", `TensorFlow.js layers-model with classifier.json, version ${String(VERSION)}`],
          ["TensorFlow.js", tfjs],
          ["Parameters", String(parameters)],
          ...(head.temperature === 1 ? [] : [["Temperature", String(head.temperature)]]),
        ],
      ),
    ),
    section("Use", EXAMPLE),
    REPLACED,
  ];
  return `${parts.filter((part) => part !== undefined).join("\n\n")}\n`;
}

const EXAMPLE = [
  "```js",
  'import { useBackend } from "@tensorloom/backend";',
  'import { loadClassifier } from "@tensorloom/classifier/node";',
  "",
  "await useBackend();",
  'const classifier = await loadClassifier("path/of/this/folder");',
  'console.log(await classifier.classify("photo.jpg"));',
  "```",
].join("\n");

function labelTable({ labels, thresholds = {} }: ClassifierOptions): string | undefined {
  if (Object.keys(thresholds).length === 0)
    return table(
      ["Label"],
      labels.map((label) => [label]),
    );
  const rows = labels.map((label) => [
    label,
    Object.hasOwn(thresholds, label) ? String(thresholds[label]) : "",
  ]);
  return table(["Label", "Predicted from"], rows);
}

function inputTable(input: ResolvedPreprocess): string | undefined {
  const { height, width, channels, fit, crop, method, antialias, orient, scaling } = input;
  return table(
    ["", ""],
    [
      ["Shape", shapeText([height, width, channels])],
      ["Colours", channels === 3 ? "RGB" : "gray"],
      ["Fit", FITS[fit]],
      ...(crop === 1 ? [] : [["Central crop", `${String(crop)} of each side`]]),
      ["Resize", `${method}${antialias ? ", antialiased" : ""}`],
      ["EXIF orientation", orient ? "applied" : "ignored"],
      ["Scaling", typeof scaling === "string" ? scaling : JSON.stringify(scaling)],
    ],
  );
}

function entries<T>(
  values: Readonly<Record<string, T>>,
  format: (value: T) => string,
): readonly (readonly string[])[] {
  const known = Object.entries(values).filter(([, value]) => value !== undefined);
  return known.map(([name, value]) => [name, format(value)]);
}

function text(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function shortNumber(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(4))) : "–";
}

/** A table of Markdown; undefined if it has no rows. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string | undefined {
  if (rows.length === 0) return undefined;
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll(/\s+/g, " ")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
