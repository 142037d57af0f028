import { confusionMatrix, predictClasses } from "@tensorloom/metrics";
import type { RunScores } from "../measure/readScores.ts";
import { formatNumber, formatPercent } from "../text/format.ts";
import type { Figure } from "./figure.ts";
import { shortNames } from "./shortNames.ts";

/** From how many classes on cells are too small for a text. */
const MAX_WRITTEN = 12;

/** How many predicted classes have a label at most: more do not fit a phone. */
const MAX_LABELS = 16;

/** The matrix of true and predicted classes; of two classes at a threshold. */
export function confusionFigure(
  scores: RunScores,
  {
    id,
    title,
    description,
    threshold,
  }: {
    readonly id: string;
    readonly title: string;
    readonly description: string;
    readonly threshold: number | undefined;
  },
): Figure {
  const { classes } = scores;
  const predicted =
    scores.kind === "binary"
      ? predictClasses(scores.scores, { threshold: threshold ?? 0.5 })
      : predictClasses(scores.scores);
  const counts = confusionMatrix(scores.labels, predicted, { classes: classes.length });
  const shares = confusionMatrix(scores.labels, predicted, { classes: classes.length, normalize: "true" });
  const names = shortNames(classes, classes.length > 4 ? 14 : 18);
  const cells = counts.flatMap((row, at) =>
    row.map((rows, column) => ({
      truth: names[at],
      predicted: names[column],
      rows,
      share: Math.round(shares[at][column] * 1e4) / 1e4,
      text:
        classes.length <= 4
          ? `${formatPercent(shares[at][column])}\n${formatNumber(rows)}`
          : rows === 0
            ? ""
            : (100 * shares[at][column]).toFixed(0),
    })),
  );
  const place = { x: "predicted", y: "truth" };
  const written = classes.length <= MAX_WRITTEN ? cells : [];
  const longest = Math.max(...names.map((name) => name.length));
  const turn = classes.length <= 4 ? 0 : classes.length <= MAX_WRITTEN ? -45 : -90;
  const bottom = turn === 0 ? 40 : longest * (turn === -90 ? 7 : 6) + 28;
  const text = {
    ...place,
    text: "text",
    fontSize: classes.length <= 4 ? 14 : 11,
    lineHeight: 1.35,
    fontVariant: "tabular-nums",
  };
  return {
    id,
    title,
    description,
    height: (classes.length <= 4 ? 84 * classes.length : Math.min(34 * classes.length, 640)) + bottom + 28,
    maxWidth: classes.length <= 4 ? 170 + 130 * classes.length : 180 + 60 * classes.length,
    options: {
      marginLeft: Math.min(longest * 7 + 18, 130),
      marginTop: 28,
      marginBottom: bottom,
      padding: 0.04,
      x: {
        label: "predicted",
        domain: names,
        tickRotate: turn,
        ticks: names.filter((_, index) => index % Math.ceil(names.length / MAX_LABELS) === 0),
        tickSize: 0,
      },
      y: { label: "true class", domain: names, tickSize: 0 },
      opacity: { domain: [0, 1], range: [0.05, 1] },
    },
    marks: [
      [
        "cell",
        cells,
        {
          ...place,
          fill: "var(--series-1)",
          fillOpacity: "share",
          rx: 4,
          channels: { rows: "rows" },
          tip: { format: { fillOpacity: ".1%" } },
        },
      ],
      ["text", written.filter(({ share }) => share < 0.6), { ...text, fill: "var(--ink)" }],
      [
        "text",
        written.filter(({ share }) => share >= 0.6),
        { ...text, fill: "var(--on-series-1)", fontWeight: 600 },
      ],
    ],
    table: {
      columns: ["true class", ...classes.map((name) => `predicted ${name}`)],
      rows: counts.map((row, at) => [
        classes[at],
        ...row.map((rows, column) => `${formatNumber(rows)} (${formatPercent(shares[at][column])})`),
      ]),
    },
  };
}
