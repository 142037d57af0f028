import type { Figure, FigureTable, LegendItem } from "../figures/figure.ts";
import { formatNumber } from "../text/format.ts";
import { markup, type Markup } from "../text/markup.ts";

/** A figure with its title, legend, place to draw, description and table. */
export function figureMarkup({
  id,
  title,
  description,
  height,
  maxWidth,
  legend = [],
  table,
}: Figure): Markup {
  const width = maxWidth === undefined ? "" : `; max-width: ${String(maxWidth)}px`;
  return markup`<figure id="figure-${id}">
<h3>${title}</h3>
${legendMarkup(legend)}
<div class="plot" id="plot-${id}" role="img" aria-label="${title}. ${description}" style="height: ${height}px${width}"></div>
<figcaption>${description}</figcaption>
<details><summary>Data<span class="hidden"> of ${title}</span></summary>${tableMarkup(title, table)}</details>
</figure>
`;
}

function legendMarkup(legend: readonly LegendItem[]): Markup {
  if (legend.length === 0) return markup``;
  const items = legend.map(
    ({ name, color, dashed }) =>
      markup`<li><span class="key${dashed === true ? " dashed" : ""}" style="--key: ${color}"></span>${name}</li>`,
  );
  return markup`<ul class="legend">${items}</ul>`;
}

/** A table that scrolls by itself if it is wider than the page. */
function tableMarkup(title: string, { columns, rows, note }: FigureTable): Markup {
  const head = columns.map((column) => markup`<th scope="col">${column}</th>`);
  const body = rows.map(
    ([
      first,
      ...rest
    ]) => markup`<tr><th scope="row">${cell(first)}</th>${rest.map((value) => markup`<td>${cell(value)}</td>`)}</tr>
`,
  );
  const below = note === undefined ? markup`` : markup`<p class="note">${note}</p>`;
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="Data of ${title}"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>${below}`;
}

function cell(value: string | number): string {
  return typeof value === "number" ? formatNumber(value) : value;
}
