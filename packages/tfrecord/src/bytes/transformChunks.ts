/** A transform stream of the platform, such as `CompressionStream`. */
interface ByteTransform {
  readonly readable: ReadableStream<Uint8Array>;
  readonly writable: WritableStream<BufferSource>;
}

/**
 * Passes chunks through a transform stream with backpressure: one chunk in flight.
 *
 * `pipeThrough` has none in Node: its transforms count chunks instead of bytes, and take 16384 of them immediately.
 */
export async function* transformChunks(
  chunks: AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined>,
  { readable, writable }: ByteTransform,
): AsyncGenerator<Uint8Array, void, undefined> {
  const [reader, writer] = [readable.getReader(), writable.getWriter()];
  writer.closed.catch(() => undefined); // the reader reports the error
  let feeding: Promise<undefined> | undefined;
  let fed = false;

  async function feed(): Promise<undefined> {
    const step = await chunks.next();
    fed = step.done === true;
    await (step.done === true ? writer.close() : writer.write(step.value));
    feeding = undefined;
  }

  async function read(): Promise<ReadableStreamReadResult<Uint8Array>> {
    const reading = reader.read();
    let step = await Promise.race([reading, Promise.resolve(undefined)]); // undefined unless output is ready
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
