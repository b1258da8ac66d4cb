import type { BarElement, Element } from 'chart.js';

/** Where a bar was drawn, in units: `x` and `y` are the middle of the end that tells its value, `base` is its other end. */
interface Bar {
  x: number;
  y: number;
  width: number;
  height: number;
  base: number;
}

/** The bars of a dataset. */
export function barsOf(elements: readonly Element[]): Bar[] {
  return elements.filter(isBar).map((bar) => {
    const { x, y, width, height, base } = bar.getProps(['x', 'y', 'width', 'height', 'base'], true);
    return { x: x ?? 0, y: y ?? 0, width, height, base };
  });
}

const isBar = (element: Element): element is BarElement => 'width' in element;
