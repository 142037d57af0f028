import type { DefaultTheme } from "vitepress";

/** The search of the site: an index of all headings and their texts, which the browser loads at the first search. */
export function searchOptions(): DefaultTheme.LocalSearchOptions {
  return {
    detailedView: false,
    _render: (text, env, md) => {
      const { highlight } = md.options;
      md.options.highlight = null; // an index has no colours, and they take most of the time
      try {
        return md.render(text.replace(/^```mermaid\n[^]*?^```$/gm, ""), env);
      } finally {
        md.options.highlight = highlight ?? null;
      }
    },
    miniSearch: {
      searchOptions: { fuzzy: 0.15, prefix: true, boost: { title: 6, titles: 2, text: 1 } },
    },
  };
}
