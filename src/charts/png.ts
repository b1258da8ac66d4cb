import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);

/** Filters of a row: as it is, or what differs from the row above. */
const NONE = 0;
const UP = 2;

/** Room for the rows of a picture, kept for the next one: taking fresh memory of that size costs more than deflating it. */
let room = Buffer.alloc(0);

/** Rows with their filters. One that is as the row above differs in nothing: zeros, which cost next to no time to deflate. */
function filtered(pixels: Uint8Array, stride: number, height: number): Buffer {
  const data = Buffer.from(pixels.buffer, pixels.byteOffset, pixels.byteLength);
  const length = (stride + 1) * height;
  if (room.length < length) room = Buffer.alloc(length);
  for (let y = 0; y < height; y++) {
    const [start, at] = [y * stride, y * (stride + 1)];
    const repeats = y > 0 && data.compare(data, start - stride, start, start, start + stride) === 0;
    room[at] = repeats ? UP : NONE;
    if (repeats) room.fill(0, at + 1, at + 1 + stride);
    else data.copy(room, at + 1, start, start + stride);
  }
  return room.subarray(0, length);
}

/**
 * A PNG of RGBA pixels, row by row from the top. Charts are flat areas, in which many rows are as the one above: so filtered and
 * at a low level, deflate makes them as small as the canvas's own encoder does, in a fraction of its time.
 */
export function encodePng(pixels: Uint8Array, width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 6], 8); // 8 bits a channel, red green blue alpha
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(filtered(pixels, width * 4, height), { level: 2 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
