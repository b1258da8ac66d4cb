import { createRequire } from 'node:module';
import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import { FALLBACK, FAMILY, font, type Weight } from './theme.ts';

const FILES = [
  { family: FAMILY, file: '@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf' },
  { family: FAMILY, file: '@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf' },
  { family: FALLBACK, file: 'dejavu-fonts-ttf/ttf/DejaVuSans.ttf' },
  { family: FALLBACK, file: 'dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf' },
];

/** Registers the bundled fonts, once per process: what the machine has installed would differ from machine to machine. */
export function loadFonts(): void {
  if (GlobalFonts.has(FALLBACK)) return;
  const { resolve } = createRequire(import.meta.url);
  for (const { family, file } of FILES) {
    const path = resolve(file);
    if (!GlobalFonts.registerFromPath(path, family)) throw new Error(`The font ${path} cannot be read`);
  }
}

/** A canvas of its own for trying and measuring text before a picture's layout is known. */
const SIZE = 24;
const trial = createCanvas(SIZE, SIZE).getContext('2d');
const known = new Map<string, boolean>();
const UNASSIGNED = '\u0378';

/** Whether the bundled fonts have these characters. One that they lack would be drawn as the same box as an unassigned one. */
export function canDraw(text: string): boolean {
  return Array.from(text).every((character) => /[\x20-\x7e]/.test(character) || hasGlyph(character));
}

function hasGlyph(character: string): boolean {
  let has = known.get(character);
  if (has === undefined) {
    has = !inkOf(character).equals(inkOf(UNASSIGNED));
    if (known.size < 10_000) known.set(character, has);
  }
  return has;
}

function inkOf(character: string): Buffer {
  trial.font = font(SIZE / 2);
  trial.clearRect(0, 0, SIZE, SIZE);
  trial.fillText(character, 2, SIZE - 6);
  const { data } = trial.getImageData(0, 0, SIZE, SIZE);
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}

/** The width of a text in units, as it would be drawn. */
export function widthOf(text: string, size: number, weight: Weight = 400): number {
  trial.font = font(size, weight);
  return trial.measureText(text).width;
}
