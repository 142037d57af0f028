/** A piece of HTML. Texts become one only by {@link markup}, which escapes them. */
export interface Markup {
  readonly html: string;
}

type Piece = string | number | Markup | undefined | readonly Markup[];

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Builds HTML from a template. Every text and number in it is escaped; pieces of HTML are not. */
export function markup(texts: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  return { html: texts.map((text, at) => text + toHtml(pieces.at(at), at < pieces.length)).join("") };
}

function toHtml(piece: Piece, isThere: boolean): string {
  if (!isThere || piece === undefined) return "";
  if (typeof piece === "string" || typeof piece === "number")
    return String(piece).replace(/[&<>"']/g, (letter) => ENTITIES[letter]);
  return "html" in piece ? piece.html : piece.map(({ html }) => html).join("");
}

/** JSON that may stand in a script element: no text in it ends the element. */
export function scriptJson(value: unknown): Markup {
  return { html: JSON.stringify(value).replaceAll("<", "\\u003c").replaceAll("\u2028", "\\u2028") };
}

/** A program that may stand in a script element. `<\/` means `</` in its texts and patterns. */
export function scriptSource(program: string): Markup {
  return { html: program.replace(/<\/(script)/gi, "<\\/$1").replaceAll("<!--", "<\\!--") };
}
