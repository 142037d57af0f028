/** The style sheet of the page: light and dark, narrow and wide, screen and paper. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #f6f7f9; --surface: #ffffff; --ink: #16202c; --ink-soft: #526070; --line: #dfe4ea; --muted: #98a3b0;
  --accent: #1f5fbf; --good: #1b7a4b; --bad: #b3342f; --mark: #fff4d6;
  --series-1: #2866c4; --series-2: #d9622b; --series-3: #2a9068; --series-4: #9a4fb5;
  --series-5: #b58a13; --series-6: #2797b8; --series-7: #c94277; --series-8: #6c7683;
  --on-series-1: #ffffff;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #10151b; --surface: #181f27; --ink: #e8edf3; --ink-soft: #a4b0be; --line: #2c3641; --muted: #6d7a89;
    --accent: #7fb2ff; --good: #66c994; --bad: #f2857d; --mark: #3a3320;
    --series-1: #6ea6ff; --series-2: #ff9a63; --series-3: #5ccfa0; --series-4: #cf92e6;
    --series-5: #e3bd4f; --series-6: #63c9e6; --series-7: #f285b0; --series-8: #a9b4c0;
    --on-series-1: #0c1218;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; scroll-padding-top: 3.5rem; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.55 system-ui, -apple-system, Roboto, sans-serif; }
.page { max-width: 1120px; margin: 0 auto; padding: 0 24px 64px; }
header { padding: 40px 0 20px; }
h1 { font-size: clamp(1.6rem, 4vw, 2.3rem); line-height: 1.15; letter-spacing: -0.02em; margin: 0 0 6px; overflow-wrap: anywhere; }
h2 { font-size: 1.35rem; letter-spacing: -0.01em; margin: 0 0 18px; overflow-wrap: anywhere; }
h3 { font-size: 1rem; margin: 0 0 8px; overflow-wrap: anywhere; }
p { margin: 0 0 12px; }
.lead { color: var(--ink-soft); max-width: 70ch; margin: 0; white-space: pre-line; overflow-wrap: anywhere; }
.made { color: var(--ink-soft); font-size: 0.88rem; margin: 6px 0 0; }
nav { position: sticky; top: 0; z-index: 2; background: var(--page); border-bottom: 1px solid var(--line); margin: 0 -24px; padding: 0 24px; }
nav ul { display: flex; gap: 4px 20px; list-style: none; margin: 0; padding: 0; overflow-x: auto; white-space: nowrap; scrollbar-width: none; }
nav a { display: block; padding: 11px 0; color: var(--ink-soft); text-decoration: none; font-size: 0.92rem; }
nav a:hover, nav a:focus-visible { color: var(--accent); }
section { background: var(--surface); border: 1px solid var(--line); border-radius: 14px; padding: 26px 28px 28px; margin: 22px 0 0; }
.headline { margin: 0 0 22px; }
.headline:last-child { margin: 0; }
.main { display: flex; flex-wrap: wrap; align-items: baseline; gap: 2px 16px; margin: 0 0 14px; }
.main .name { flex-basis: 100%; color: var(--ink-soft); }
.main strong { font-size: clamp(2.8rem, 9vw, 4.2rem); line-height: 1.05; letter-spacing: -0.035em; font-weight: 650; font-variant-numeric: tabular-nums; }
.interval { color: var(--ink-soft); font-variant-numeric: tabular-nums; }
.gauge { position: relative; flex-basis: 100%; height: 8px; border-radius: 4px; background: var(--line); margin: 10px 0 2px; max-width: 560px; }
.gauge .range { position: absolute; top: 0; bottom: 0; min-width: 2px; border-radius: 4px; background: var(--series-1); opacity: 0.45; }
.gauge .at { position: absolute; top: -4px; width: 4px; height: 16px; margin-left: -2px; border-radius: 2px; background: var(--series-1); }
.meaning { max-width: 72ch; font-size: 1.05rem; margin: 0; overflow-wrap: anywhere; }
.tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(148px, 1fr)); gap: 12px; margin: 0 0 18px; }
.tiles div { border: 1px solid var(--line); border-radius: 10px; padding: 10px 14px 12px; }
.tiles dt { color: var(--ink-soft); font-size: 0.84rem; line-height: 1.3; overflow-wrap: anywhere; }
.tiles dd { margin: 2px 0 0; font-size: 1.35rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.tiles dd.range { font-size: 0.8rem; font-weight: 400; color: var(--ink-soft); margin: 0; }
.note { color: var(--ink-soft); font-size: 0.9rem; max-width: 78ch; overflow-wrap: anywhere; }
section > .note:last-child { margin-bottom: 0; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 300px), 1fr)); gap: 34px 36px; align-items: start; }
figure { margin: 0; min-width: 0; break-inside: avoid; }
figcaption { color: var(--ink-soft); font-size: 0.88rem; line-height: 1.45; margin: 6px 0 4px; max-width: 66ch; }
.figures + h3, .gallery + h3 { margin-top: 28px; }
.scroll + .note { margin-top: 12px; }
.gallery:last-child { margin-bottom: 0; }
.plot { width: 100%; }
.plot svg { display: block; max-width: 100%; overflow: visible; color: var(--ink); font: 12px system-ui, -apple-system, Roboto, sans-serif; --plot-background: var(--surface); }
.legend { display: flex; flex-wrap: wrap; gap: 2px 16px; list-style: none; padding: 0; margin: 0 0 6px; font-size: 0.86rem; color: var(--ink-soft); }
.legend li { display: flex; align-items: center; gap: 7px; min-width: 0; overflow-wrap: anywhere; }
.key { flex: none; width: 18px; height: 0; border-top: 3px solid var(--key); border-radius: 2px; }
.key.dashed { border-top: 2px dashed var(--key); border-radius: 0; }
details { font-size: 0.88rem; }
summary { cursor: pointer; color: var(--accent); width: fit-content; padding: 2px 0; }
details .scroll { max-height: 320px; }
details th, details td { white-space: nowrap; }
.scroll { overflow: auto; }
table { border-collapse: collapse; font-size: 0.9rem; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: 6px 14px 6px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th:first-child, td:first-child { text-align: left; }
thead th { color: var(--ink-soft); font-weight: 600; vertical-align: bottom; }
thead th:not(:first-child) { min-width: 6.5rem; }
tbody th { font-weight: 400; max-width: 22rem; }
.scroll th:first-child { position: sticky; left: 0; background: var(--surface); }
td small { color: var(--ink-soft); white-space: nowrap; }
table.metrics { min-width: min(100%, 30rem); }
table.plain td { text-align: left; overflow-wrap: break-word; min-width: 6rem; }
table.plain th { text-align: left; color: var(--ink-soft); padding: 6px 28px 6px 8px; }
tr.differs > *, .scroll tr.differs th:first-child { background: var(--mark); }
tr.differs th { color: var(--ink); font-weight: 600; }
.gallery { display: grid; grid-template-columns: repeat(auto-fill, minmax(140px, 1fr)); gap: 16px; list-style: none; padding: 0; margin: 0 0 20px; }
.gallery:has(.pair) { grid-template-columns: repeat(auto-fill, minmax(min(100%, 230px), 1fr)); }
.gallery li { break-inside: avoid; min-width: 0; }
.images { display: flex; gap: 4px; }
.images img { flex: 1; min-width: 0; width: 100%; aspect-ratio: 1; object-fit: cover; border-radius: 8px; background: var(--line); }
.gallery p { margin: 6px 0 0; font-size: 0.86rem; line-height: 1.4; overflow-wrap: anywhere; }
.gallery p span { margin-right: 8px; }
.gallery small { display: block; color: var(--ink-soft); }
.mistake { color: var(--bad); font-weight: 600; }
.hit { color: var(--good); font-weight: 600; }
.missing { margin: 0; padding-left: 1.2rem; }
.missing li { margin: 0 0 4px; color: var(--ink-soft); }
.missing strong { color: var(--ink); font-weight: 600; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
footer { color: var(--ink-soft); font-size: 0.84rem; padding: 26px 0 0; }
@media (max-width: 560px) {
  .page { padding: 0 14px 40px; }
  header { padding: 26px 0 14px; }
  nav { margin: 0 -14px; padding: 0 14px; }
  section { padding: 20px 16px 22px; border-radius: 12px; margin-top: 14px; }
  .tiles { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 8px; }
  .figures { gap: 30px; }
  tbody th { max-width: 9rem; }
  table.plain th { padding-right: 16px; }
}
@media print {
  :root {
    color-scheme: light;
    --page: #ffffff; --surface: #ffffff; --ink: #000000; --ink-soft: #444444; --line: #cccccc; --muted: #888888;
    --accent: #1f5fbf; --good: #1b7a4b; --bad: #b3342f; --mark: #fff4d6;
    --series-1: #2866c4; --series-2: #d9622b; --series-3: #2a9068; --series-4: #9a4fb5;
    --series-5: #b58a13; --series-6: #2797b8; --series-7: #c94277; --series-8: #6c7683;
    --on-series-1: #ffffff;
  }
  body { font-size: 11pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  nav, details { display: none; }
  section { border: 0; padding: 14px 0 0; }
  .page { padding: 0; max-width: none; }
  .figures { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 20px; }
  .plot { height: auto !important; }
  .plot svg { height: auto; }
  h2, h3 { break-after: avoid; }
}
`;
