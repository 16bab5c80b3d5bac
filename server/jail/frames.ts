/** One message to or from a jailed process: its length in four bytes, then its bytes. */
export function frameOf(body: Buffer | string): Buffer {
  const bytes = typeof body === "string" ? Buffer.from(body) : body;
  const head = Buffer.allocUnsafe(4);
  head.writeUInt32BE(bytes.length);
  return Buffer.concat([head, bytes]);
}

export type FrameReader = {
  /** The body that this piece completes, null while it is not whole, "broken" when it is too long or goes on behind it. */
  readonly take: (piece: Buffer) => Buffer | null | "broken";
};

/** Puts pieces together to one frame at a time, and holds no more than `bytesMax` of it. */
export function frameReader(bytesMax: number): FrameReader {
  let pieces: Buffer[] = [];
  let length = 0;
  return {
    take: (piece) => {
      pieces.push(piece);
      length += piece.length;
      if (length < 4) return null;
      const head = pieces[0] && pieces[0].length >= 4 ? pieces[0] : Buffer.concat(pieces);
      const wanted = 4 + head.readUInt32BE();
      if (wanted > 4 + bytesMax || length > wanted) return "broken";
      if (length < wanted) return null;
      const body = Buffer.concat(pieces).subarray(4);
      pieces = [];
      length = 0;
      return body;
    },
  };
}
