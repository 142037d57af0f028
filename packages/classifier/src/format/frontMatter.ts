import type { ClassifierOptions } from "../options/classifierOptions.ts";

/**
 * Writes the front matter of a model card: what the Hugging Face Hub reads.
 *
 * Texts are written as JSON, which YAML 1.2 contains.
 *
 * @see https://huggingface.co/docs/hub/model-cards#model-card-metadata
 */
export function frontMatter({ card = {}, metrics = {} }: ClassifierOptions): string {
  const { name, license, tags = [], evaluationData } = card;
  const measured = Object.entries(metrics).filter(([, value]) => Number.isFinite(value));
  const lines = [
    ...(license === undefined ? [] : [`license: ${JSON.stringify(license)}`]),
    'library_name: "tensorloom"',
    'pipeline_tag: "image-classification"',
    `tags: ${JSON.stringify([...new Set(["tensorflow.js", ...tags])])}`,
  ];
  // The Hub takes results only with the data that they were measured on.
  if (name !== undefined && evaluationData !== undefined && measured.length > 0) {
    const results = {
      task: { type: "image-classification" },
      dataset: { type: "custom", name: evaluationData },
      metrics: measured.map(([type, value]) => ({ type, value })),
    };
    lines.push(`model-index: ${JSON.stringify([{ name, results: [results] }])}`);
  }
  return ["---", ...lines, "---"].join("\n");
}
