/** A transform that refused its bytes: compressed ones that are cut or broken. */
export class TransformError extends Error {
  override readonly name = "TransformError";
}

/** One of the platform's transforms of bytes. */
interface ByteTransform {
  readonly readable: ReadableStream<Uint8Array>;
  readonly writable: WritableStream<BufferSource>;
}

/**
 * Chunks through a transform, the next one given only when the last has come out whole.
 *
 * `pipeThrough` does not do: Node's transforms count chunks where they should count bytes, and take 16384 of them at once.
 *
 * @throws TransformError where the transform fails; what `chunks` throws, as it is.
 */
export async function* transformed(
  chunks: AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined>,
  { readable, writable }: ByteTransform,
): AsyncGenerator<Uint8Array, void, undefined> {
  const [reader, writer] = [readable.getReader(), writable.getWriter()];
  writer.closed.catch(() => undefined); // told by what is read
  let feeding: Promise<undefined> | undefined;
  let fed = false;
  let failed = false;

  async function next(): Promise<IteratorResult<Uint8Array<ArrayBuffer>, void>> {
    try {
      return await chunks.next();
    } catch (error) {
      failed = true;
      throw error;
    }
  }

  async function feed(): Promise<undefined> {
    const step = await next();
    fed = step.done === true;
    await (step.done === true ? writer.close() : writer.write(step.value));
    feeding = undefined;
  }

  async function read(): Promise<ReadableStreamReadResult<Uint8Array>> {
    try {
      return await came();
    } catch (cause) {
      if (failed) throw cause;
      throw new TransformError(cause instanceof Error ? cause.message : String(cause), { cause });
    }
  }

  async function came(): Promise<ReadableStreamReadResult<Uint8Array>> {
    const reading = reader.read();
    let step = await Promise.race([reading, Promise.resolve(undefined)]); // what has come out already is there at once
    while (step === undefined) {
      if (!fed) feeding ??= feed();
      step = await (feeding === undefined ? reading : Promise.race([reading, feeding]));
    }
    return step;
  }

  try {
    for (let step = await read(); !step.done; step = await read()) yield step.value;
  } finally {
    const last = feeding?.catch(() => undefined);
    await Promise.all([reader.cancel().catch(() => undefined), writer.abort().catch(() => undefined)]);
    await last;
    await chunks.return();
  }
}
