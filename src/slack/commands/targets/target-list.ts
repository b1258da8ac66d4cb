import type { KnownBlock } from '@slack/types';
import { targetsByQuarter } from '../../../crm/team/index.ts';
import { may } from '../../../model/roles.ts';
import type { AnyRecord } from '../../../model/record.ts';
import { entityOf } from '../../../model/registry.ts';
import { actions, button, escape, header, menu, Message, section, small } from '../../messages/blocks.ts';
import type { SlackRequest } from '../../slack-context.ts';
import { showMoney } from '../../views/mask.ts';
import { showContext } from '../../views/show-context.ts';
import { showValue, type ShowContext } from '../../views/values.ts';

const target = entityOf('target');

const row = (request: SlackRequest, record: AnyRecord, context: ShowContext): KnownBlock => {
  const line = section(
    `${showValue(target, record, 'owner', context)}  *${showValue(target, record, 'amount', context)}*`,
  );
  if (!may(target.access, 'update', request.actor.role, false)) return line;
  return {
    ...line,
    accessory: menu('target', String(record.id), [
      ['Edit', `edit ${record.id}`],
      ['Remove', `remove ${record.id}`],
    ]),
  };
};

/** Targets by quarter, the newest first. @param intro what was just done */
export async function targetsMessage(request: SlackRequest, intro?: string): Promise<Message> {
  const { quarters, left } = await targetsByQuarter(request);
  const context = await showContext(request, [{ entity: target, records: quarters.flatMap(({ targets }) => targets) }]);
  const sum = (sums: ReadonlyMap<string, number>): string =>
    [...sums].map(([currency, amount]) => showMoney(amount, currency, context)).join(' and ');
  const mayAdd = may(target.access, 'create', request.actor.role, true);
  return Message.of({
    title: 'Targets',
    blocks: [
      ...(intro ? [section(intro)] : []),
      header(':dart: Targets'),
      ...quarters.flatMap(({ quarter, targets, sums }) => [
        section(`*${escape(quarter)}*  ${escape(sum(sums))} in total`),
        ...targets.map((record) => row(request, record, context)),
      ]),
      ...(quarters.length === 0
        ? [section('No targets yet. Add one to see progress in summaries and forecasts.')]
        : []),
      ...(left > 0 ? [small(`${left} older targets aren’t shown.`)] : []),
      small('A target is for one person and one calendar quarter; the team target is their sum.'),
      ...(mayAdd ? [actions(button('Add target', 'target', 'add', { style: 'primary' }))] : []),
    ],
  });
}
