import type { KnownBlock } from '@slack/types';
import type { EntityName } from '../../../model/entity.ts';
import type { Field } from '../../../model/fields.ts';
import { referenceOfKey } from '../../../model/import/targets.ts';
import { entityOf } from '../../../model/registry.ts';
import { count, cut, listed } from '../../../model/text/text.ts';
import type { Cause } from '../../../crm/import/index.ts';
import { escape, plain, section, small } from '../../messages/blocks.ts';

/** Precedes the number of a cause in the action id of the button that opens its form. */
export const FIX = 'fix:';

const SHOWN = 12;

/** The field that a target fills; undefined for what only files have, such as a status beside the stage. */
export function fieldOfTarget(entity: EntityName, target: string): Field | undefined {
  return entityOf(entity).fields[referenceOfKey(target) ?? target];
}

/** Is there something that a person can say about all these rows? */
const isFixable = ({ is, target }: Cause, entity: EntityName): boolean =>
  is === 'value' || (is === 'missing' && fieldOfTarget(entity, target) !== undefined);

const linesOf = ({ rows, examples }: Cause): string => {
  const lines = examples.map(({ line }) => String(line));
  const more = rows - lines.length;
  return `${rows === 1 ? 'Line' : 'Lines'} ${listed(more > 0 ? [...lines, `${more} more`] : lines)}.`;
};

const valuesOf = ({ values, more }: Cause): string => {
  const shown = values.slice(0, 3).map(({ words, rows }) => `“${cut(words, 40)}”${rows > 1 ? ` (${rows})` : ''}`);
  const rest = values.length - shown.length + more;
  return listed(rest > 0 ? [...shown, `${rest} more`] : shown);
};

const textOf = (cause: Cause): string => {
  const { is, heading, rows, reason } = cause;
  const named = heading === null ? '' : `*${escape(cut(heading, 80))}*: `;
  if (is === 'missing')
    return `${named}missing in ${count(rows, 'row')}. ${escape(cut(reason, 300))}\n${linesOf(cause)}`;
  const what = is === 'value' ? `${escape(valuesOf(cause))}\n` : '';
  return `${named}${count(rows, 'row')}. ${what}${escape(cut(reason, 300))}\n${linesOf(cause)}`;
};

/** Why rows can’t be imported: each cause once, with its rows, examples and a way to fix all of them. */
export function causeBlocks(causes: readonly Cause[], entity: EntityName): KnownBlock[] {
  const rest = causes.slice(SHOWN);
  return [
    ...causes.slice(0, SHOWN).map((cause, at): KnownBlock => {
      const block = section(textOf(cause));
      if (!isFixable(cause, entity)) return block;
      return {
        ...block,
        accessory: { type: 'button', text: plain('Fix'), action_id: `${FIX}${at}`, value: String(at) },
      };
    }),
    ...(rest.length > 0
      ? [small(`${count(rest.length, 'more cause')}: download the rows to see them, with the reason for each.`)]
      : []),
  ];
}
