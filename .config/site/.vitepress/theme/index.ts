import type { Theme } from "vitepress";
import DefaultTheme from "vitepress/theme-without-fonts";
import BenchmarkFigures from "./BenchmarkFigures.vue";
import BrowserExample from "./BrowserExample.vue";
import PageList from "./PageList.vue";
import ReportPicture from "./ReportPicture.vue";
import "./colours.css";
import "./landing.css";
import "./pages.css";

const components = { BenchmarkFigures, BrowserExample, PageList, ReportPicture };

export default {
  extends: DefaultTheme,
  enhanceApp: ({ app }) => {
    for (const [name, component] of Object.entries(components)) app.component(name, component);
  },
} satisfies Theme;
