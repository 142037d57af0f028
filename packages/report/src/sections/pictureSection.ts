import { pictureType } from "../run/checkRun.ts";
import type { RunPicture } from "../run/runPicture.ts";
import type { MeasuredRun } from "../measure/measureRun.ts";
import { encodeBase64 } from "../text/base64.ts";
import { markup, type Markup } from "../text/markup.ts";
import type { Section } from "./section.ts";

const TITLES = {
  mistake: [
    "Surest mistakes",
    "The rows that the model is sure about and wrong. Look for labels that are wrong, and for what they have in common.",
  ],
  hit: [
    "Surest hits",
    "The rows that the model is sure about and right. The heat map should lie on what makes the class, not on the background.",
  ],
} as const;

/** The surest mistakes and hits as pictures. */
export function pictureSection(runs: readonly MeasuredRun[]): Section | undefined {
  const parts = runs.flatMap(({ run, name }) =>
    (["mistake", "hit"] as const).flatMap((role) => {
      const pictures = (run.pictures ?? []).filter((picture) => picture.role === role);
      if (pictures.length === 0) return [];
      const [title, text] = TITLES[role];
      return [
        markup`<h3>${runs.length === 1 ? title : `${title}, ${name}`}</h3><p class="note">${text}${pictures.some(({ overlay }) => overlay !== undefined) ? " On the right: the regions that the model looked at, as a heat map over the picture." : ""}</p>${gallery(pictures)}`,
      ];
    }),
  );
  return parts.length === 0
    ? undefined
    : { id: "pictures", title: "Mistakes and hits", body: markup`${parts}`, figures: [] };
}

/** Pictures with what is known about them. */
export function gallery(pictures: readonly RunPicture[]): Markup {
  return markup`<ul class="gallery">${pictures.map(card)}</ul>`;
}

function card({ id, image, overlay, label, predicted, score, caption, role }: RunPicture): Markup {
  const says =
    predicted === undefined
      ? markup``
      : markup`<span class="${role}">${predicted}${score === undefined ? "" : ` ${score.toFixed(3)}`}</span>`;
  const truth =
    label === undefined || (role === "hit" && predicted === label)
      ? markup``
      : markup`<span>${role === "example" ? label : `is ${label}`}</span>`;
  const heat = overlay === undefined ? markup`` : picture(overlay, `Heat map over ${id}`);
  return markup`<li${overlay === undefined ? markup`` : markup` class="pair"`}><div class="images">${picture(image, `${id}${label === undefined ? "" : `, ${label}`}`)}${heat}</div><p>${says}${truth}<small>${id}${caption === undefined ? "" : ` · ${caption}`}</small></p></li>
`;
}

function picture(file: Uint8Array, text: string): Markup {
  return markup`<img src="data:image/${pictureType(file) ?? "png"};base64,${encodeBase64(file)}" alt="${text}" decoding="async">`;
}
