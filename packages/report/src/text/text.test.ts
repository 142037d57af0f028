import { describe, expect, it } from "vitest";
import { formatNumber, formatPercent, formatSeconds } from "./format.ts";
import { markup, scriptJson, scriptSource } from "./markup.ts";

describe("markup", () => {
  it("escapes every text, and no piece of HTML", () => {
    const bold = markup`<b>${'<i title="x">&\''}</b>`;
    expect(markup`<p>${bold}${[bold]}${3}${undefined}</p>`.html).toBe(
      "<p><b>&lt;i title=&quot;x&quot;&gt;&amp;&#39;</b><b>&lt;i title=&quot;x&quot;&gt;&amp;&#39;</b>3</p>",
    );
  });

  it("lets no text end a script", () => {
    const text = "</script><!--<script>";
    const json = scriptJson({ text }).html;
    expect(json).not.toContain("<");
    expect(JSON.parse(json)).toEqual({ text });
    expect(scriptSource('"</script>"').html).toBe('"<\\/script>"');
  });
});

it.each([
  [formatNumber(0), "0"],
  [formatNumber(1234567), "1,234,567"],
  [formatNumber(-0.91349), "−0.913"],
  [formatNumber(0.00001234), "1.23e-5"],
  [formatNumber(12.345), "12.3"],
  [formatNumber(NaN), "–"],
  [formatPercent(0.9137), "91.4%"],
  [formatPercent(0.0012), "0.12%"],
  [formatSeconds(0.4), "0.40 s"],
  [formatSeconds(95.2), "95 s"],
  [formatSeconds(200), "3 min 20 s"],
  [formatSeconds(4000.5), "1 h 7 min"],
])("formats %s", (text, expected) => {
  expect(text).toBe(expected);
});
