import { element } from "../dom/element.ts";

/** A choice of a few, each with a sentence. */
export function cards<V extends string>(
  name: string,
  legend: string,
  options: readonly { readonly value: V; readonly title: string; readonly text: string }[],
  onChange: (value: V) => void,
): HTMLFieldSetElement {
  const items = options.map(({ value, title, text }, at) =>
    element(
      "label",
      { class: "card" },
      element("input", { type: "radio", name, value, checked: at === 0, change: () => onChange(value) }),
      element("span", {}, element("strong", {}, title), element("span", { class: "soft" }, text)),
    ),
  );
  return element("fieldset", {}, element("legend", {}, legend), element("div", { class: "cards" }, ...items));
}

/** A list to choose one of. */
export function select(
  id: string,
  label: string,
  options: readonly (readonly [value: string, text: string])[],
  onChange: () => void,
): { readonly root: HTMLElement; readonly input: HTMLSelectElement } {
  const items = options.map(([value, text]) => element("option", { value }, text));
  const input = element("select", { id, change: onChange }, ...items);
  return { root: element("div", { class: "field" }, element("label", { for: id }, label), input), input };
}

/** A whole number. */
export function number(
  id: string,
  label: string,
  { value, min, max }: { readonly value: number; readonly min: number; readonly max: number },
): { readonly root: HTMLElement; readonly input: HTMLInputElement } {
  const input = element("input", {
    id,
    type: "number",
    inputmode: "numeric",
    value,
    min,
    max,
    step: 1,
    required: true,
  });
  return { root: element("div", { class: "field" }, element("label", { for: id }, label), input), input };
}

/** Things that can be on or off. */
export function chips<V extends string>(
  legend: string,
  options: readonly { readonly value: V; readonly text: string; readonly on: boolean }[],
  onChange: () => void,
): { readonly root: HTMLFieldSetElement; chosen(): readonly V[] } {
  const inputs = options.map(({ value, on }) =>
    element("input", { type: "checkbox", value, checked: on, change: onChange }),
  );
  const labels = options.map(({ text }, at) =>
    element("label", { class: "chip" }, inputs[at], element("span", {}, text)),
  );
  return {
    root: element(
      "fieldset",
      {},
      element("legend", {}, legend),
      element("div", { class: "chips" }, ...labels),
    ),
    chosen: () => options.filter((_, at) => inputs[at].checked).map(({ value }) => value),
  };
}
