import { bright } from './drawing/theme.ts';
import { sum } from './format.ts';
import type { PicturePerson } from './pictures.ts';

/** The kinds of interaction a picture tells apart, in the order in which they are stacked. */
export const kindsInOrder = ['call', 'email', 'meeting', 'message', 'note', 'other'] as const;
type InteractionKind = (typeof kindsInOrder)[number];

export const interactionKinds: Record<InteractionKind, { one: string; many: string; colour: string }> = {
  call: { one: 'call', many: 'Calls', colour: bright.blue },
  email: { one: 'email', many: 'Emails', colour: bright.cyan },
  meeting: { one: 'meeting', many: 'Meetings', colour: bright.green },
  message: { one: 'message', many: 'Messages', colour: bright.yellow },
  note: { one: 'note', many: 'Notes', colour: bright.purple },
  other: { one: 'other', many: 'Other', colour: bright.grey },
};

/** How many of a kind; what has no name here counts as `other`. */
export function countOfKind(counts: Record<string, number>, kind: InteractionKind): number {
  if (kind !== 'other') return counts[kind] ?? 0;
  return sum(Object.entries(counts).map(([name, count]) => (isNamed(name) ? 0 : count)));
}

export function allOf(counts: Record<string, number>): number {
  return sum(Object.values(counts));
}

const isNamed = (name: string): boolean => name !== 'other' && Object.hasOwn(interactionKinds, name);

export function busiestFirst(people: readonly PicturePerson[]): PicturePerson[] {
  return people.toSorted((a, b) => allOf(b.counts) - allOf(a.counts));
}
