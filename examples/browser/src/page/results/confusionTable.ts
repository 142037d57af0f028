import type { RunResult } from "../../messages/results.ts";
import { element } from "../dom/element.ts";
import { count } from "../dom/format.ts";

/** The confusion matrix as a table of buttons; `onCell` is called with a true and a predicted class. */
export function confusionTable(
  { labels, confusion }: RunResult,
  onCell: (label: number, predicted: number) => void,
): HTMLElement {
  const head = labels.map((name) => element("th", { scope: "col" }, element("span", {}, name)));
  const rows = confusion.map((counts, label) => {
    const all = counts.reduce((sum, one) => sum + one, 0);
    const cells = counts.map((amount, predicted) => cell(amount, predicted));
    function cell(amount: number, predicted: number): HTMLElement {
      const says = `${count(amount, "picture")} of ${labels[label]} predicted as ${labels[predicted]}`;
      const button = element(
        "button",
        {
          type: "button",
          disabled: amount === 0,
          "aria-label": says,
          "aria-pressed": "false",
          class: label === predicted ? "right" : "wrong",
        },
        String(amount),
      );
      button.style.setProperty("--share", String(all === 0 ? 0 : amount / all));
      button.addEventListener("click", () => {
        for (const other of table.querySelectorAll("button"))
          other.setAttribute("aria-pressed", String(other === button));
        onCell(label, predicted);
      });
      return element("td", {}, button);
    }
    return element("tr", {}, element("th", { scope: "row" }, labels[label]), ...cells);
  });
  const table = element(
    "table",
    { class: "confusion", id: "confusion" },
    element("caption", {}, "Rows: what a picture is. Columns: what the network says."),
    element("thead", {}, element("tr", {}, element("td"), ...head)),
    element("tbody", {}, ...rows),
  );
  return element("div", { class: "scroll" }, table);
}
