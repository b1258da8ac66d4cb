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

/** What holds for everybody, and the ways to what admins set up. @param intro what was just done */
export async function settingsMessage(request: SlackRequest, intro?: string): Promise<Message> {
  const { currency, locale, timeZone, fiscalStart = 1 } = request.slack.crm.settings;
  const role = ROLE_LABELS[defaultRoleOf(request.slack.crm)];
  const facts = [
    `*Currency*  ${escape(currency)}  _(existing deals keep theirs)_`,
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
      { ...section(facts.join('\n')), accessory: button('Change', 'settings', 'edit') },
      part(`*Stages of a deal*\n${await pipelineLine(request)}`, 'Stages', 'stages'),
      {
        ...section('*Targets*\nWhat each person is to win in a quarter.'),
        accessory: button('Targets', 'targets'),
      },
      part(`*People and their roles*\n${await peopleLine(request)}`, 'People', 'people'),
      part(`*Delivery*\n${await deliveryLine(request)}`, 'Delivery', 'delivery'),
      small('Each change here stands in the audit trail, and can be undone.'),
    ],
  });
}

/** Back to the overview. */
export function backToSettings(...more: Parameters<typeof actions>): KnownBlock {
  return actions(...more, button('◀ Settings', 'settings'));
}
