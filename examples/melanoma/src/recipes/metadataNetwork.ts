import { initializers, layers, type SymbolicTensor } from "@tensorflow/tfjs-layers";

/**
 * Adds the first place's network for metadata: 512 and 128 units with batch normalisation and swish, dropout 0.3 between.
 *
 * @see Ha, Liu and Liu 2020, arXiv:2010.05351, section 2.4
 */
export function addMetadataNetwork(facts: SymbolicTensor, seed: number): SymbolicTensor {
  const block = (name: string, units: number, at: number): layers.Layer[] => [
    layers.dense({ name, units, kernelInitializer: initializers.glorotUniform({ seed: seed + at }) }),
    layers.batchNormalization({ name: `${name}_bn` }),
    layers.activation({ name: `${name}_swish`, activation: "swish" }),
  ];
  const stages = [
    ...block("meta_512", 512, 1),
    layers.dropout({ name: "meta_dropout", rate: 0.3 }),
    ...block("meta_128", 128, 2),
  ];
  return stages.reduce((x, layer) => layer.apply(x) as SymbolicTensor, facts); // symbolic in, symbolic out
}
