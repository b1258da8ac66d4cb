import { Unclear } from '../../model/errors.ts';
import { wellFormed } from '../../model/text/text.ts';

const XLSX = [0x50, 0x4b, 0x03, 0x04];
const XLS = [0xd0, 0xcf, 0x11, 0xe0];
const startsWith = (bytes: Buffer, sign: readonly number[]): boolean => sign.every((byte, at) => bytes[at] === byte);

/** Every second byte of Latin text in UTF-16 is zero: which half tells the byte order. */
const withoutMark = (bytes: Buffer): 'utf-16le' | 'utf-16be' | null => {
  const start = bytes.subarray(0, 2000);
  const zeros = [0, 0];
  for (const [at, byte] of start.entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const many = start.length / 5;
  if (odd > many && even < odd / 10) return 'utf-16le';
  return even > many && odd < even / 10 ? 'utf-16be' : null;
};

const encodingOf = (bytes: Buffer): string => {
  if (startsWith(bytes, [0xff, 0xfe])) return 'utf-16le';
  if (startsWith(bytes, [0xfe, 0xff])) return 'utf-16be';
  return withoutMark(bytes) ?? 'utf-8';
};

/**
 * The text of a file that says not how it is encoded: UTF-8 or UTF-16, with or without a byte order mark; what is neither is
 * taken for Windows-1252, in which spreadsheets of western countries still save.
 * @throws Unclear where it is no text
 */
export function decode(bytes: Buffer): string {
  if (startsWith(bytes, XLSX) || startsWith(bytes, XLS))
    throw new Unclear('This is a workbook. Save it as “CSV UTF-8” in your spreadsheet and import that file.');
  const text = decoded(bytes);
  // oxlint-disable-next-line no-control-regex -- a text has none of these
  if (/[\u0000-\u0008\u000e-\u001f]/.test(text))
    throw new Unclear('This isn’t a text file. Save your table as CSV and import that file.');
  return wellFormed(text);
}

/** What Windows-1252 has where Latin-1 has control signs. The decoder of some Nodes takes the one for the other. */
const FROM_80 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

const fromWindows = (bytes: Buffer): string =>
  bytes.toString('latin1').replace(/[\u0080-\u009f]/g, (sign) => FROM_80[sign.charCodeAt(0) - 0x80] ?? sign);

const decoded = (bytes: Buffer): string => {
  const encoding = encodingOf(bytes);
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return fromWindows(bytes);
  }
};
