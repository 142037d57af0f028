import type { Overlay } from "../../messages/answers.ts";
import type { ValidationRow } from "../../messages/results.ts";
import { element } from "../dom/element.ts";
import { percent } from "../dom/format.ts";
import { layered } from "../dom/picture.ts";

/** Pictures with what the network says about them. */
export function gallery(
  rows: readonly ValidationRow[],
  overlays: readonly Overlay[],
  labels: readonly string[],
): HTMLElement {
  const items = rows.map(({ name, label, predicted, score }, at) => {
    const right = label === predicted;
    return element(
      "li",
      {},
      layered(overlays[at], name),
      element(
        "p",
        {},
        element("strong", { class: right ? "hit" : "mistake" }, labels[predicted]),
        ` ${percent(score)}`,
      ),
      right ? undefined : element("p", { class: "soft" }, `is ${labels[label]}`),
    );
  });
  return element("ul", { class: "gallery" }, ...items);
}

/** A slider for the strength of the heatmaps of the whole page. */
export function heatSlider(): HTMLElement {
  const input = element("input", { type: "range", id: "heat", min: 0, max: 100, value: 70 });
  const apply = (): void =>
    document.documentElement.style.setProperty("--heat", String(Number(input.value) / 100));
  input.addEventListener("input", apply);
  apply();
  return element(
    "div",
    { class: "slider" },
    element("label", { for: "heat" }, "Grad-CAM: what decided"),
    input,
  );
}
