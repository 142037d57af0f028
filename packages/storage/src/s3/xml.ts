import { parse, type TNode } from "txml/txml";

/** An element of an XML document. */
export interface XmlElement {
  readonly name: string;
  /** The text of the first child with a name; undefined without one. */
  text(name: string): string | undefined;
  /** The children with a name. */
  all(name: string): readonly XmlElement[];
}

/** Parses a document of S3; undefined if it is not XML. Keys keep their spaces. */
export function parseXml(text: string): XmlElement | undefined {
  if (!text.trimStart().startsWith("<")) return undefined;
  try {
    const nodes = parse(text, { keepWhitespace: true, decodeEntities: true, selfClosingTags: [] });
    const root = (Array.isArray(nodes) ? nodes : [nodes]).find(
      (node): node is TNode => typeof node === "object" && !node.tagName.startsWith("?"),
    );
    return root && wrap(root);
  } catch {
    return undefined; // HTML of a proxy, or a broken document
  }
}

function wrap(node: TNode): XmlElement {
  const children = node.children.filter((child): child is TNode => typeof child === "object");
  return {
    name: node.tagName,
    text(name) {
      const child = children.find(({ tagName }) => tagName === name);
      return child?.children.filter((part) => typeof part === "string").join("");
    },
    all: (name) => children.filter(({ tagName }) => tagName === name).map(wrap),
  };
}
