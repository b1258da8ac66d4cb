import { allOf, busiestFirst, countOfKind, interactionKinds, kindsInOrder } from '../activity.ts';
import { listed, sum } from '../format.ts';
import { fullNumbers } from '../numbers.ts';
import type { ActivityByPerson } from '../pictures.ts';

/** Who logged most and of which kinds, the whole, then the others. */
export function activityFound({ people, locale }: ActivityByPerson): string {
  const busy = busiestFirst(people.filter(({ counts }) => allOf(counts) > 0));
  const [first, ...others] = busy;
  if (!first) return 'nothing yet.';
  const { number, count } = fullNumbers(locale, 'EUR');
  const interactions = (many: number): string => count(many, 'interaction');
  const kinds = kindsInOrder.flatMap((kind) => {
    const many = countOfKind(first.counts, kind);
    const { one } = interactionKinds[kind];
    return many > 0 ? [kind === 'other' ? `${number(many)} other` : count(many, one)] : [];
  });
  const most = `${interactions(allOf(first.counts))} (${listed(kinds)})`;
  if (others.length === 0) return `${first.name} logged all: ${most}.`;
  const rest = listed(others.map(({ name, counts }) => `${name} ${number(allOf(counts))}`));
  return `${first.name} logged the most: ${most}; ${interactions(sum(busy.map(({ counts }) => allOf(counts))))} in total; ${rest}.`;
}
