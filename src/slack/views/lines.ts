import { refOf, titleOf, type Entity } from '../../model/entity.ts';
import type { AnyRecord } from '../../model/record.ts';
import { entityOf } from '../../model/registry.ts';
import { cut } from '../../model/text/text.ts';
import { escape } from '../messages/blocks.ts';
import { showBeginning, showDay, showMoment, showValue, type ShowContext } from './values.ts';

/** `*Rollout* · D-42`, for a sentence or a line. */
export function named(entity: Entity, record: AnyRecord): string {
  return `*${escape(cut(titleOf(entity, record), 120))}* · ${refOf(entity, record.id)}`;
}

/** One interaction: kind, when, who logged it or for which customer, and the beginning of what was said. */
export function touchLine(touch: AnyRecord, context: ShowContext, last: 'owner' | 'customer' = 'owner'): string {
  const entity = entityOf('interaction');
  const kind = showValue(entity, touch, 'kind', context);
  return `*${kind}* · ${showMoment(String(touch['happenedAt']))} · ${showValue(entity, touch, last, context)}\n${showBeginning(entity, touch, 'what', context, 160).replace(/\s+/g, ' ')}`;
}

/** One deal in a line: name, stage, amount, expected close. */
export function dealLine(deal: AnyRecord, context: ShowContext): string {
  const entity = entityOf('deal');
  const amount = deal['amount'] === null ? 'no amount' : showValue(entity, deal, 'amount', context);
  const close = deal['closeOn'] === null ? '' : ` · closes ${showDay(String(deal['closeOn']), context)}`;
  return `${named(entity, deal)} · ${showValue(entity, deal, 'stage', context)} · ${amount}${close}`;
}

/** Said where no follow-up is planned. */
export const NO_FOLLOW_UP = 'No follow-up planned.';

/** A follow-up in a line; one that is late says so. */
export function followUpLine(followUp: AnyRecord, context: ShowContext): string {
  const due = String(followUp['dueOn']);
  const late = due < context.today ? ' :warning: overdue' : '';
  return `*${showBeginning(entityOf('followUp'), followUp, 'what', context, 120)}* · ${showDay(due, context)}${late}`;
}
