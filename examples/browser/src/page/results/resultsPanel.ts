import type { Overlay } from "../../messages/answers.ts";
import type { RunResult, ValidationRow } from "../../messages/results.ts";
import { element } from "../dom/element.ts";
import { count, percent } from "../dom/format.ts";
import { confusionTable } from "./confusionTable.ts";
import { gallery, heatSlider } from "./gallery.ts";

/** Pictures of a cell, or mistakes, that are shown at most. */
const SHOWN = 12;

export interface ResultsPanel {
  readonly root: HTMLElement;
  show(result: RunResult): Promise<void>;
}

/** How good the network is, and what it saw. */
export function resultsPanel(explain: (ids: readonly number[]) => Promise<readonly Overlay[]>): ResultsPanel {
  const root = element(
    "div",
    { id: "results-content" },
    element("p", { class: "soft" }, "They appear when the network is trained."),
  );
  return {
    root,
    async show(result) {
      const shown = element("div", { id: "cell", "aria-live": "polite" });
      const choose = async (title: string, rows: readonly ValidationRow[]): Promise<void> => {
        const some = rows.slice(0, SHOWN);
        const more = rows.length > some.length ? `, the first ${String(some.length)}` : "";
        const pictures = gallery(some, await explain(some.map(({ id }) => id)), result.labels);
        shown.replaceChildren(element("h3", {}, `${title}${more}`), pictures);
      };
      const table = confusionTable(result, (label, predicted) => {
        const rows = result.rows.filter((row) => row.label === label && row.predicted === predicted);
        void choose(`${result.labels[label]}, predicted as ${result.labels[predicted]}`, sure(rows));
      });
      root.replaceChildren(
        element("div", { class: "columns" }, headline(result), table),
        heatSlider(),
        shown,
      );
      const mistakes = sure(result.rows.filter(({ label, predicted }) => label !== predicted));
      if (mistakes.length > 0) await choose("Surest mistakes", mistakes);
      else await choose("No mistakes. Surest hits", sure(result.rows));
    },
  };
}

function sure(rows: readonly ValidationRow[]): readonly ValidationRow[] {
  return [...rows].sort((a, b) => b.score - a.score);
}

function headline({ accuracy, rows, classes, stopped }: RunResult): HTMLElement {
  const { value, low, high } = accuracy;
  const right = rows.filter(({ label, predicted }) => label === predicted).length;
  const head = ["Class", "Precision", "Recall", "Pictures"].map((text) =>
    element("th", { scope: "col" }, text),
  );
  const body = classes.map(({ name, precision, recall, support }) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, name),
      ...[percent(precision), percent(recall), String(support)].map((text) => element("td", {}, text)),
    ),
  );
  return element(
    "div",
    {},
    element("p", { class: "big", id: "accuracy" }, percent(value)),
    element(
      "p",
      {},
      `right about ${String(right)} of ${count(rows.length, "held-out picture")}.${stopped ? " The run was stopped early." : ""}`,
    ),
    element(
      "p",
      { class: "soft" },
      `With other pictures it would be ${percent(low)} to ${percent(high)} (95 % interval).`,
    ),
    element(
      "div",
      { class: "scroll" },
      element(
        "table",
        { class: "metrics" },
        element("thead", {}, element("tr", {}, ...head)),
        element("tbody", {}, ...body),
      ),
    ),
  );
}
