import type { Seeded } from './seeded.ts';

/** What somebody wrote: paragraphs, lists and links. */
export type Block = { is: 'paragraph'; text: string } | { is: 'list'; items: readonly string[] } | Link;
interface Link {
  is: 'link';
  text: string;
  url: string;
}

const SENTENCES = [
  'They asked for a quote by Friday & a visit before that.',
  'The line stops twice a week; nobody knows why.',
  'Price is < 5 % above the other offer.',
  'Wants to “see it run” first.',
  'Budget is there, says the plant manager.',
];
const ITEMS = ['Send the data sheet', 'Ask about spare parts', 'Book the room'];

const paragraph = (seed: Seeded, mark: string): Block => ({
  is: 'paragraph',
  text: `${seed.pick(SENTENCES)} (${mark})`,
});

const LONG = 90;

/** @param mark stands in every block, so that each says whose it is */
export const bodyOf = (seed: Seeded, mark: string, isLong: boolean): readonly Block[] => {
  if (isLong) return Array.from({ length: LONG }, (_, at) => paragraph(seed, `${mark}.${at}`));
  return [
    paragraph(seed, `${mark}.1`),
    ...(seed.oneIn(2) ? [{ is: 'list' as const, items: ITEMS.map((item) => `${item} ${mark}`) }] : []),
    ...(seed.oneIn(3) ? [{ is: 'link' as const, text: `Offer ${mark}`, url: `https://files.example/${mark}` }] : []),
    ...(seed.oneIn(2) ? [paragraph(seed, `${mark}.2`)] : []),
  ];
};

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const inHtml = (block: Block): string => {
  if (block.is === 'paragraph') return `<p>${escaped(block.text).replace(' ', '&nbsp;')}</p>`;
  if (block.is === 'link') return `<p><a href="${block.url}" target="_blank">${escaped(block.text)}</a></p>`;
  return `<ul>${block.items.map((item) => `<li><span style="color: #333">${escaped(item)}</span></li>`).join('')}</ul>`;
};

export const htmlOf = (body: readonly Block[]): string => body.map(inHtml).join('');

/** The same as somebody types it. */
export const textOf = (body: readonly Block[]): string =>
  body
    .map((block) => {
      if (block.is === 'paragraph') return block.text;
      return block.is === 'link' ? `${block.text}: ${block.url}` : block.items.map((item) => `- ${item}`).join('\n');
    })
    .join('\n');

/** What a text that kept all of it holds. */
export const piecesOf = (body: readonly Block[]): string[] =>
  body.flatMap((block) => {
    if (block.is === 'paragraph') return [block.text];
    return block.is === 'link' ? [block.url] : block.items;
  });
