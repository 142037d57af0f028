import { renderMermaidSVG } from "beautiful-mermaid";

/** Colours of a diagram follow those of the page, so that a diagram is right in the light and in the dark. */
const COLOURS = {
  bg: "var(--vp-c-bg)",
  fg: "var(--vp-c-text-1)",
  line: "var(--vp-c-text-3)",
  accent: "var(--vp-c-brand-1)",
  muted: "var(--vp-c-text-2)",
  surface: "var(--vp-c-bg-soft)",
  border: "var(--vp-c-border)",
};

/**
 * A Mermaid diagram as an SVG that needs no script, no font from the network and no other file.
 *
 * @param code - The text of the diagram.
 * @param id - Distinguishes the identifiers of this SVG from those of others on the page.
 * @throws Error - Names the kind of diagram if it cannot be drawn.
 */
export function drawDiagram(code: string, id: string): string {
  const svg = renderMermaidSVG(code, { ...COLOURS, font: "inherit" })
    .replace(/\s*@import url\([^)]*\);/g, "")
    .replace(/<text\b[^>]*font-family="[^"]*"/g, (found) => found.replace(/ font-family="[^"]*"/, ""))
    .replace(/\bid="([^"]+)"/g, `id="${id}-$1"`)
    .replace(/url\(#([^)]+)\)/g, `url(#${id}-$1)`)
    .replace(/\n\s*\n/g, "\n");
  const label = labelOf(code);
  return svg
    .replace(/^<svg /, `<svg role="img" aria-label="${escapeHtml(label)}" `)
    .replace(/<style>([^]*?)<\/style>/, "");
}

/** What a diagram shows, for readers who do not see it: its parts by their names. */
function labelOf(code: string): string {
  const kind = code.trim().split(/\s/, 1)[0];
  const names = [...code.matchAll(/^\s*(?:participant \w+ as (.+)|subgraph \w+\["(.+)"\])$/gm)];
  const parts = names.map(([, participant, group]) => ((participant as string | undefined) ?? group).trim());
  return `${kind === "sequenceDiagram" ? "Sequence diagram" : "Diagram"} of ${parts.join(", ")}`;
}

/** Text as the value of an attribute. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll('"', "&quot;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}
