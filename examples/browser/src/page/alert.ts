import { byId, element } from "./dom/element.ts";

/** Shows an error until the visitor has read it. */
export function showError(error: unknown): void {
  const alert = byId("alert");
  const text = error instanceof Error ? error.message : String(error);
  const close = element("button", { type: "button", class: "quiet", click: hideError }, "Close");
  alert.replaceChildren(element("p", {}, text), close);
  alert.hidden = false;
}

/** Removes the last error. */
export function hideError(): void {
  byId("alert").hidden = true;
}
