import { join } from "node:path";
import { defineConfig } from "vitepress";
import { markdownOptions } from "../markdown.ts";
import { apiSidebar, guideSidebar, topBar } from "../navigation.ts";
import { EXCLUDED, REPOSITORY, root, routeOf } from "../pages.ts";
import { searchOptions } from "../search.ts";

const SUMMARY =
  "Machine-learning pipelines in TypeScript: data, images, training, metrics, reports, in Node and in browsers.";

/** A mark of our own for the repository: icons of VitePress come from the network while it serves a draft. */
const GITHUB =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2"><circle cx="6" cy="5" r="2.5"/><circle cx="6" cy="19" r="2.5"/><circle cx="18" cy="8" r="2.5"/><path d="M6 7.5v9M18 10.5c0 4-7 3-11 6"/></svg>';

export default defineConfig({
  title: "Tensorloom",
  description: SUMMARY,
  lang: "en",
  srcDir: root,
  srcExclude: [...EXCLUDED],
  outDir: join(root, ".cache", "site"),
  cacheDir: join(root, ".cache", "vitepress"),
  rewrites: (file: string) => routeOf(file) ?? file,
  metaChunk: true,
  markdown: markdownOptions(root),
  head: [
    ["meta", { name: "theme-color", content: "#0f766e" }],
    ["meta", { property: "og:type", content: "website" }],
    ["meta", { property: "og:title", content: "Tensorloom" }],
    ["meta", { property: "og:description", content: SUMMARY }],
  ],
  transformHead: ({ siteData }) => [
    ["link", { rel: "icon", type: "image/svg+xml", href: `${siteData.base}logo.svg` }],
  ],
  transformPageData: ({ relativePath, filePath }) =>
    relativePath === "index.md"
      ? { titleTemplate: ":title", frontmatter: { layout: "home", sidebar: false, pageClass: "landing" } }
      : { frontmatter: { pageClass: filePath.startsWith("docs/api/") ? "api" : "prose" } },
  themeConfig: {
    logo: { src: "/logo.svg", alt: "" },
    nav: topBar(),
    sidebar: { "/api/": apiSidebar(), "/packages/": apiSidebar(), "/": guideSidebar() },
    outline: { level: [2, 3], label: "On this page" },
    search: { provider: "local", options: searchOptions() },
    socialLinks: [{ icon: { svg: GITHUB }, link: REPOSITORY, ariaLabel: "The repository on GitHub" }],
    footer: {
      message: "Apache License 2.0",
      copyright: "Tensorloom is a set of npm packages that run in Node and in browsers.",
    },
    externalLinkIcon: true,
  },
  vite: {
    publicDir: join(root, ".config", "site", "public"),
    build: { chunkSizeWarningLimit: 3000 },
    server: { fs: { allow: [root] } },
  },
});
