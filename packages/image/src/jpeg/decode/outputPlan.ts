import type { Component, Frame } from "../file/frame.ts";

/** How a component's blocks become samples of the output. */
export interface OutputComponent {
  readonly component: Component;
  /** The samples of a block across and down: 8, or fewer if the picture is scaled. */
  readonly size: 1 | 2 | 4 | 8;
  /** The size of the output in samples of this component. */
  readonly width: number;
  readonly height: number;
  /** Pixels per sample, across and down. */
  readonly across: number;
  readonly down: number;
}

/** The size of a frame's output, and its components. */
export interface OutputPlan {
  readonly height: number;
  readonly width: number;
  /** The samples of a block of full resolution, across and down: 8 divided by the ratio. */
  readonly size: number;
  readonly components: readonly OutputComponent[];
}

/** How many times smaller the decoded picture is than the file's. */
export type JpegRatio = 1 | 2 | 4 | 8;

/**
 * Plans the output of a frame that is scaled down by a ratio.
 *
 * As in libjpeg, components of low resolution are scaled down less, so that their samples need no interpolation
 * (jdmaster.c, `jpeg_calc_output_dimensions`).
 *
 * @param components - The number of components that are converted to pixels.
 */
export function planOutput(frame: Frame, components: number, ratio: JpegRatio): OutputPlan {
  const { height, width, maxAcross, maxDown } = frame;
  const least = (8 / ratio) as JpegRatio; // 8, 4, 2 or 1
  return {
    height: Math.ceil(height / ratio),
    width: Math.ceil(width / ratio),
    size: least,
    components: frame.components.slice(0, components).map((component) => {
      let size: JpegRatio = least;
      while (
        size < 8 &&
        (maxAcross * least) % (component.across * size * 2) === 0 &&
        (maxDown * least) % (component.down * size * 2) === 0
      )
        size = (2 * size) as JpegRatio; // at most 8, by the condition
      return {
        component,
        size,
        width: Math.ceil((width * component.across * size) / (maxAcross * 8)),
        height: Math.ceil((height * component.down * size) / (maxDown * 8)),
        across: (maxAcross * least) / (component.across * size),
        down: (maxDown * least) / (component.down * size),
      };
    }),
  };
}
