import type { AnyRecord } from '../../../model/record.ts';
import { groupBy } from '../../../model/group-by.ts';
import { count } from '../../../model/text/text.ts';
import type { UndoStep, Undone } from '../../../crm/undo/index.ts';
import { actions, button, section, say, type Message } from '../../messages/blocks.ts';
import type { SlackRequest } from '../../slack-context.ts';
import { counted, blockerLines } from '../../views/blockers.ts';
import { named } from '../../views/lines.ts';
import { showContext } from '../../views/show-context.ts';
import { showBeginning, showValue, type ShowContext } from '../../views/values.ts';

interface UndoneContext {
  redone: boolean;
  context: ShowContext;
}

/** The record as the undo (or redo) left it, as far as it changed it. */
const leftAs = ({ now, back }: UndoStep): AnyRecord => ({ ...now, ...back }) as AnyRecord;

const LONG = 80;

const valueOf = (step: UndoStep, name: string, context: ShowContext): string => {
  const { entity } = step.effect;
  const record = leftAs(step);
  if ((record[name] ?? null) === null) return 'empty';
  const isText = entity.fields[name]?.kind === 'text' || entity.fields[name]?.kind === 'longText';
  return `*${isText ? showBeginning(entity, record, name, context, LONG) : showValue(entity, record, name, context)}*`;
};

/** The fields that it changed, without what follows from them; none where the record itself came or went. */
const fieldsOf = ({ effect, back }: UndoStep): string[] => {
  if ('deletedAt' in back) return [];
  const names = Object.keys(back);
  const asked = names.filter((name) => !effect.entity.fields[name]?.hidden);
  return asked.length > 0 ? asked : names;
};

const labelOf = ({ effect }: UndoStep, name: string): string => effect.entity.fields[name]?.label ?? name;

/** What the undo did to a deleted or restored record. */
const fateOf = ({ back }: UndoStep): string => {
  if (back['deletedAt'] === null) return 'mergedInto' in back ? 'a record of its own again' : 'restored';
  return 'mergedInto' in back ? 'merged again' : 'deleted again';
};

/** `Stage set back to *Lead*, Amount set back to *€10*`; after a redo `set to`. */
const becameOf = (step: UndoStep, { redone, context }: UndoneContext): string => {
  const names = fieldsOf(step);
  const set = redone ? 'set to' : 'set back to';
  if (names.length === 0) return fateOf(step);
  return names.map((name) => `${labelOf(step, name)} ${set} ${valueOf(step, name, context)}`).join(', ');
};

const lineOf = (step: UndoStep, telling: UndoneContext): string =>
  `• ${step.effect.entity.icon} ${named(step.effect.entity, step.now)} · ${becameOf(step, telling)}`;

/** The same for several, whose values differ: `Owner set back`. */
const alikeOf = (step: UndoStep, redone: boolean): string => {
  const names = fieldsOf(step);
  if (names.length === 0) return fateOf(step);
  return `${names.map((name) => labelOf(step, name)).join(', ')} set ${redone ? 'again' : 'back'}`;
};

/** More records than this are counted: `5,000 deals · Owner set back`. */
const MOST = 10;

/** Each by itself; many records are grouped by what the undo did to them. */
const groupsOf = (steps: readonly UndoStep[], redone: boolean): UndoStep[][] =>
  steps.length <= MOST
    ? steps.map((step) => [step])
    : groupBy(steps, (step) => `${step.effect.entity.name} ${alikeOf(step, redone)}`);

const linesOf = (groups: readonly UndoStep[][], telling: UndoneContext): string[] => {
  const lines = groups.slice(0, MOST).flatMap(([first, ...others]) => {
    if (!first || others.length === 0) return first ? lineOf(first, telling) : [];
    const { icon, name } = first.effect.entity;
    return `• ${icon} ${counted({ [name]: others.length + 1 })} · ${alikeOf(first, telling.redone)}`;
  });
  return groups.length > MOST ? [...lines, `… and ${count(groups.length - MOST, 'more', 'more')}`] : lines;
};

/** One field of one record, as a sentence: `Stage of *Rollout* · D-42 set back to *Lead*.` */
const sentenceOf = (step: UndoStep, name: string, { redone, context }: UndoneContext): string => {
  const { entity } = step.effect;
  const [label, value, what] = [labelOf(step, name), valueOf(step, name, context), named(entity, step.now)];
  return redone ? `${label} is ${value}.\n${entity.icon} ${what}` : `${label} of ${what} set back to ${value}.`;
};

const summaryOf = (groups: readonly UndoStep[][], more: readonly string[], telling: UndoneContext): string => {
  const [[step] = [], ...rest] = groups;
  const [name, ...others] = step ? fieldsOf(step) : [];
  const isPlain = rest.length + others.length + more.length === 0;
  if (step && name !== undefined && isPlain) return ` ${sentenceOf(step, name, telling)}`;
  return `\n${[...linesOf(groups, telling), ...more].join('\n')}`;
};

/** The answer to an undo, with Redo; and to a redo, with Undo. Both show the current values. */
export async function undoneMessage(
  request: SlackRequest,
  { act, steps, turned, kept, redone }: Undone,
): Promise<Message> {
  const groups = groupsOf(steps, redone);
  const alone = groups.flatMap(([step, another]) => (step && !another ? [step] : [])).slice(0, MOST);
  const context = await showContext(
    request,
    alone.map((step) => ({ entity: step.effect.entity, records: [leftAs(step)] })),
  );
  const more = Object.keys(turned).length > 0 ? [`• ${counted(turned)} have their links back`] : [];
  const stays = kept.length > 0 ? [section(`*Not undone:*\n${await blockerLines(request, kept)}`)] : [];
  const done = redone ? ':arrow_right_hook: Redone.' : ':leftwards_arrow_with_hook: Undone.';
  const again = button(redone ? 'Undo' : 'Redo', 'undo', act);
  return say(`${done}${summaryOf(groups, more, { redone, context })}`, ...stays, actions(again));
}
