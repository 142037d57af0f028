import type { Dataset } from "h5wasm";

/** A dataset of an HDF5 file and the path of its weight in a model: `[…models, layer, kind]`. */
export type PlacedDataset = readonly [path: readonly string[], dataset: Dataset];
