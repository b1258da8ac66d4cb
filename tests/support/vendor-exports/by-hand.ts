import type { Answers, Table, VendorFile } from './truth.ts';

/** Empty references are written in zeros by some. */
const NOTHING = /^(?:0{15}AAA)?$/;
const PLACEHOLDER = /^(?:n\/a|-|none)$/i;

type Word = (heading: string, cell: string) => string;

/** What a cell would be if somebody wrote the answer into it. */
const answered =
  ({ values = {}, blanks = [] }: Answers): Word =>
  (heading, cell) => {
    if (blanks.includes(heading) && PLACEHOLDER.test(cell)) return '';
    const { words = {}, areIds = false } = values[heading] ?? {};
    const answer = words[cell];
    // Whom an id means is kept elsewhere.
    if (answer === undefined || areIds) return cell;
    return 'is' in answer ? answer.is : 'make' in answer ? answer.make : '';
  };

/**
 * The file as people had to prepare it before they were asked: each answer is written into the cells. It goes when imports
 * ask themselves.
 */
export const byHand = ({ headings, cells, answers }: VendorFile): Table => {
  const word = answered(answers);
  const defaults = Object.values(answers.defaults ?? {}).flatMap(({ heading, value, unless = [] }) => {
    const said = [heading, ...unless].map((one) => headings.indexOf(one));
    return 'blank' in value ? [] : [{ said, value: 'is' in value ? value.is : value.make }];
  });
  return {
    headings,
    cells: cells.map((row) => {
      const copy = row.map((cell, at) => word(headings[at] ?? '', cell));
      for (const { said, value } of defaults)
        if (said.every((at) => NOTHING.test(copy[at] ?? ''))) copy[said[0] ?? 0] = value;
      return copy;
    }),
  };
};
