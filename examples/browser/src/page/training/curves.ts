import type { StagePlan, StepPoint } from "../../messages/events.ts";
import type { EpochPoint } from "../../messages/results.ts";
import { element } from "../dom/element.ts";
import { percent } from "../dom/format.ts";
import { chart, type Series } from "./chart.ts";

export interface Curves {
  readonly root: HTMLElement;
  begin(stages: readonly StagePlan[]): void;
  addStep(step: StepPoint): void;
  addEpoch(epoch: EpochPoint): void;
}

/** Loss and accuracy as they come in; drawn at most once a frame. */
export function curves(): Curves {
  const loss = chart("Loss by epoch, of training and validation", (y) => String(Number(y.toFixed(2))));
  const accuracy = chart("Accuracy by epoch, of training and validation", percent);
  const table = element("tbody");
  const caption = element("p", { class: "soft reading", "aria-live": "polite" });
  let stages: readonly StagePlan[] = [];
  let steps: (readonly [number, number])[] = [];
  let epochs: EpochPoint[] = [];
  let frame = 0;

  const startOf = (stage: number): number => stages.slice(0, stage).reduce((sum, one) => sum + one.epochs, 0);
  const of = (pick: (epoch: EpochPoint) => number): Series["points"] =>
    epochs.map((epoch) => [startOf(epoch.stage) + epoch.epoch + 1, pick(epoch)]);
  function draw(): void {
    frame = 0;
    const end = Math.max(1, startOf(stages.length));
    const marks = stages.length < 2 ? [] : stages.map(({ name }, at) => [startOf(at), name] as const);
    const top = niceTop(
      Math.max(0.2, ...epochs.flatMap((one) => [one.loss, one.validationLoss]), steps.at(0)?.[1] ?? 0),
    );
    const lossLines: Series[] = [
      { name: "steps", className: "train faint", points: steps },
      { name: "training", className: "train", points: of((one) => one.loss) },
      { name: "validation", className: "validation", points: of((one) => one.validationLoss) },
    ];
    const accuracyLines: Series[] = [
      { name: "training", className: "train", points: of((one) => one.accuracy) },
      { name: "validation", className: "validation", points: of((one) => one.validationAccuracy) },
    ];
    loss.draw({ series: lossLines, end, top, marks });
    accuracy.draw({ series: accuracyLines, end, top: 1, marks });
  }
  const redraw = (): void => {
    if (frame === 0) frame = requestAnimationFrame(draw);
  };

  return {
    root: element(
      "div",
      { class: "curves", id: "curves" },
      element("div", { class: "figures" }, figure("Loss", loss.root), figure("Accuracy", accuracy.root)),
      caption,
      numbers(table),
    ),
    begin(planned) {
      [stages, steps, epochs] = [planned, [], []];
      table.replaceChildren();
      caption.textContent = "";
      redraw();
    },
    addStep({ stage, at, loss: value }) {
      steps.push([startOf(stage) + at, value]);
      if (steps.length > 600) steps = steps.filter((_, index) => index % 2 === 1);
      redraw();
    },
    addEpoch(epoch) {
      epochs.push(epoch);
      table.append(row(epoch, startOf(epoch.stage), stages[epoch.stage].name));
      caption.textContent = `Epoch ${String(startOf(epoch.stage) + epoch.epoch + 1)}: right about ${percent(epoch.validationAccuracy)} of the held-out pictures.`;
      redraw();
    },
  };
}

function figure(title: string, root: SVGSVGElement): HTMLElement {
  const legend = element(
    "span",
    { class: "legend" },
    element("span", { class: "key train" }),
    "training",
    element("span", { class: "key validation" }),
    "validation",
  );
  return element("figure", {}, element("figcaption", {}, element("strong", {}, title), legend), root);
}

function numbers(body: HTMLElement): HTMLElement {
  const heads = ["Epoch", "Stage", "Loss", "Accuracy", "Validation loss", "Validation accuracy"];
  const head = element(
    "thead",
    {},
    element("tr", {}, ...heads.map((text) => element("th", { scope: "col" }, text))),
  );
  return element(
    "details",
    {},
    element("summary", {}, "The numbers"),
    element("div", { class: "scroll" }, element("table", {}, head, body)),
  );
}

function row(epoch: EpochPoint, start: number, stage: string): HTMLElement {
  const { loss, accuracy, validationLoss, validationAccuracy } = epoch;
  const cells = [loss.toFixed(3), percent(accuracy), validationLoss.toFixed(3), percent(validationAccuracy)];
  return element(
    "tr",
    {},
    ...[String(start + epoch.epoch + 1), stage, ...cells].map((text) => element("td", {}, text)),
  );
}

/** A round number of at least `value`. */
function niceTop(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * ([1, 1.5, 2, 3, 4, 5, 8, 10].find((step) => step * power >= value) ?? 10);
}
