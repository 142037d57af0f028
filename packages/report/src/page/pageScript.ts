/**
 * The program of the page, in JavaScript: draws every figure from its plain data, again if its width changes.
 *
 * It is text because it runs in the browser of the reader and not here.
 */
export const PAGE_SCRIPT = `"use strict";
(() => {
  const { figures } = JSON.parse(document.getElementById("report-data").textContent);
  const unpack = (data) =>
    Array.isArray(data)
      ? data
      : data.rows.map((row) => Object.fromEntries(data.columns.map((column, at) => [column, row[at]])));
  const pointers = { x: Plot.pointerX, y: Plot.pointerY, xy: Plot.pointer };
  const build = (name, rows, { pointer, ...settings }) =>
    Plot[name](rows, pointer === undefined ? settings : pointers[pointer]({ lineWidth: 18, ...settings }));
  const draw = (place, { options, marks, height, maxWidth, data }) => {
    const width = Math.min(place.clientWidth, maxWidth ?? Infinity);
    if (width === 0) return;
    place.dataset.width = String(place.clientWidth);
    const plotted = marks.map(([name, at, settings]) => build(name, data[at], settings));
    place.replaceChildren(Plot.plot({ ...options, width, height, marks: plotted }));
  };
  for (const figure of figures) figure.data = figure.data.map(unpack);
  const places = new Map(figures.map((figure) => [document.getElementById("plot-" + figure.id), figure]));
  for (const [place, figure] of places) draw(place, figure);
  const watch = new ResizeObserver((entries) => {
    for (const { target } of entries)
      if (target.dataset.width !== String(target.clientWidth)) draw(target, places.get(target));
  });
  for (const place of places.keys()) watch.observe(place);
})();
`;
