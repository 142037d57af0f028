import { describe, expect, it } from "vitest";
import { createPreprocess } from "../preprocess/createPreprocess.ts";
import { modelCard } from "./modelCard.ts";

const preprocess = createPreprocess({ height: 224, width: 224, fit: "crop", crop: 0.875, antialias: true });
const facts = {
  head: { kind: "binary", fromLogits: undefined, temperature: 1 },
  parameters: 4_049_571,
  tfjs: "4.22.0",
} as const;

describe("a model card", () => {
  it("has what is known", () => {
    const card = modelCard(
      {
        labels: ["benign", "mole|risky"],
        preprocess,
        thresholds: { "mole|risky": 0.3 },
        temperature: 1.4,
        metrics: { auc: 0.912345, f1: NaN },
        training: { epochs: 12, optimizer: "adamW", note: { seed: 1 }, stopped: undefined },
        card: {
          name: "Moles",
          description: "Sorts moles.",
          intendedUse: "Research.",
          limitations: "Not a diagnosis.",
          trainingData: "SIIM-ISIC 2020.",
          evaluationData: "A fifth of it.",
          license: "apache-2.0",
          tags: ["skin"],
        },
      },
      { ...facts, head: { kind: "binary", fromLogits: "sigmoid", temperature: 1.4 } },
    );
    expect(card).toMatchInlineSnapshot(`
      "---
      license: "apache-2.0"
      library_name: "tensorloom"
      pipeline_tag: "image-classification"
      tags: ["tensorflow.js","skin"]
      model-index: [{"name":"Moles","results":[{"task":{"type":"image-classification"},"dataset":{"type":"custom","name":"A fifth of it."},"metrics":[{"type":"auc","value":0.912345}]}]}]
      ---

      # Moles

      Sorts moles.

      ## Intended use

      Research.

      ## Limitations

      Not a diagnosis.

      ## Labels

      One output: each picture gets the probability of the last label.

      | Label | Predicted from |
      | --- | --- |
      | benign |  |
      | mole\\|risky | 0.3 |

      ## Input

      |  |  |
      | --- | --- |
      | Shape | [224, 224, 3] |
      | Colours | RGB |
      | Fit | cropped to the proportions of the size, around the centre |
      | Central crop | 0.875 of each side |
      | Resize | bilinear, antialiased |
      | EXIF orientation | applied |
      | Scaling | none |

      ## Training data

      SIIM-ISIC 2020.

      ## Training

      | Setting | Value |
      | --- | --- |
      | epochs | 12 |
      | optimizer | adamW |
      | note | {"seed":1} |

      ## Evaluation

      A fifth of it.

      | Metric | Value |
      | --- | --- |
      | auc | 0.9123 |
      | f1 | – |

      ## Versions

      |  |  |
      | --- | --- |
      | Format | TensorFlow.js layers-model with classifier.json, version 1 |
      | TensorFlow.js | 4.22.0 |
      | Parameters | 4049571 |
      | Temperature | 1.4 |

      ## Use

      \`\`\`js
      import { useBackend } from "@tensorloom/backend";
      import { loadClassifier } from "@tensorloom/classifier/node";

      await useBackend();
      const classifier = await loadClassifier("path/of/this/folder");
      console.log(await classifier.classify("photo.jpg"));
      \`\`\`

      <!-- saveClassifier replaces this file. Remove this line to keep your changes. -->
      "
    `);
  });

  it("has no section for what is unknown", () => {
    const card = modelCard(
      { labels: ["a", "b"], preprocess: createPreprocess({ height: 8, width: 8, channels: 1 }) },
      facts,
    );
    const titles = [...card.matchAll(/^#+ (.*)$/gm)].map(([, title]) => title);
    expect(titles).toEqual(["Image classifier", "Labels", "Input", "Versions", "Use"]);
    expect(card).not.toMatch(/undefined|null|NaN/);
    expect(card.split("\n").slice(0, 5)).toEqual([
      "---",
      'library_name: "tensorloom"',
      'pipeline_tag: "image-classification"',
      'tags: ["tensorflow.js"]',
      "---",
    ]);
  });
});
