/**
 * The look of every picture. Colours are Paul Tol's "bright" set, told apart with every common kind of colour blindness.
 * Sizes are units of an 800-wide picture: a phone shows it at less than half, so nothing is written smaller than 15.
 */
export const WIDTH = 800;
export const HEIGHT = 450;
/** Pixels per unit. */
export const SCALE = 2;
export const MARGIN = 32;
export const CARD_RADIUS = 20;
/** Where the bars begin: above it are the title, the subtitle and the legend. */
export const TOP = 142;

export const ink = { strong: '#1d1c1d', soft: '#5b5a5c', rule: '#d6d6d6', card: '#ffffff' };

export const bright = {
  blue: '#4477aa',
  cyan: '#66ccee',
  green: '#228833',
  yellow: '#ccbb44',
  red: '#ee6677',
  purple: '#aa3377',
  grey: '#bbbbbb',
};

/** The same blue, pale: the whole of which the blue is the part that is likely. */
export const paleBlue = '#bccde2';

/** From fresh to old: the longer, the darker, and what is too old in another hue. */
export const ages = [paleBlue, '#84a4cb', bright.blue, bright.red] as const;

/** Inter, and DejaVu for what it lacks (Arabic, Hebrew, Armenian, Georgian), under names that no installed font has. */
export const FAMILY = 'CustomerHub Sans';
export const FALLBACK = 'CustomerHub Sans More';

export type Weight = 400 | 600;
export function font(size: number, weight: Weight = 400): string {
  return `${weight} ${size}px "${FAMILY}", "${FALLBACK}"`;
}

/** Black or white, whichever is read more easily on this `#rrggbb` (WCAG relative luminance). */
export function inkOn(colour: string): string {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.25 ? ink.strong : '#ffffff';
}
