/** What we use of the AssemblyScript compiler. Its own types declare globals (`Array.at` among them) that are not JavaScript's. */
interface CompilerHost {
  readonly stderr: { write(text: string | Uint8Array): void };
  readonly readFile?: (name: string) => string | null;
  readonly writeFile: (name: string, contents: string | Uint8Array) => void;
}

declare const asc: {
  main(options: readonly string[], host: CompilerHost): Promise<{ readonly error: Error | null }>;
};

export default asc;
