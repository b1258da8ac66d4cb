import type { KnownBlock } from '@slack/types';
import { ROLE_LABELS } from '../../../model/roles.ts';
import { MONTHS } from '../../../model/dates/calendar.ts';
import { count } from '../../../model/text/text.ts';
import { defaultRoleOf } from '../../../crm/context/index.ts';
import { rolesInUse } from '../../../crm/team/index.ts';
import { pipelineInUse } from '../../../crm/pipeline/index.ts';
import { actions, button, escape, header, Message, section, small } from '../../messages/blocks.ts';
import type { SlackRequest } from '../../slack-context.ts';
import { deliveryLine } from './delivery-line.ts';

const part = (text: string, label: string, words: string): KnownBlock => ({
  ...section(text),
  accessory: button(label, 'settings', words),
});

/** `Lead › Qualified › Won` */
const pipelineLine = async (request: SlackRequest): Promise<string> =>
  (await pipelineInUse(request.slack.crm)).map(({ name }) => escape(name)).join(' › ');

const peopleLine = async (request: SlackRequest): Promise<string> =>
  (await rolesInUse(request.slack.crm))
    .map(({ role, n }) => (role === 'none' ? `${n} without access` : count(n, ROLE_LABELS[role].toLowerCase())))
    .join(' · ');

/** The settings overview with links to its pages. @param intro what was just done */
export async function settingsMessage(request: SlackRequest, intro?: string): Promise<Message> {
  const { currency, locale, timeZone, fiscalStart = 1 } = request.slack.crm.settings;
  const role = ROLE_LABELS[defaultRoleOf(request.slack.crm)];
  const facts = [
    `*Currency*  ${escape(currency)}  _(for new deals only)_`,
    `*Language and region*  ${escape(locale)}`,
    `*Time zone*  ${escape(timeZone)}`,
    `*Role of new members*  ${role}`,
    `*Fiscal year begins in*  ${MONTHS[fiscalStart - 1]}`,
  ];
  return Message.of({
    title: 'Settings',
    blocks: [
      ...(intro ? [section(intro)] : []),
      header('Settings'),
      { ...section(facts.join('\n')), accessory: button('Edit', 'settings', 'edit') },
      part(`*Deal stages*\n${await pipelineLine(request)}`, 'Stages', 'stages'),
      {
        ...section('*Targets*\nQuarterly sales targets.'),
        accessory: button('Targets', 'targets'),
      },
      part(`*Team and roles*\n${await peopleLine(request)}`, 'Team', 'people'),
      part(`*Delivery*\n${await deliveryLine(request)}`, 'Delivery', 'delivery'),
      small('Changes are logged, and you can undo them.'),
    ],
  });
}

/** Back to the overview. */
export function backToSettings(...more: Parameters<typeof actions>): KnownBlock {
  return actions(...more, button('◀ Settings', 'settings'));
}
