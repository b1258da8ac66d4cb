import type { HomeView, KnownBlock } from '@slack/types';
import { ABILITIES } from '../../model/access.ts';
import { atLeast, may } from '../../model/roles.ts';
import { refOf, type EntityName } from '../../model/entity.ts';
import type { AnyRecord } from '../../model/record.ts';
import { entityOf } from '../../model/registry.ts';
import { count } from '../../model/text/text.ts';
import { myDay } from '../../crm/search/index.ts';
import { actions, button, divider, escape, header, section, small } from '../messages/blocks.ts';
import type { SlackRequest } from '../slack-context.ts';
import { publishHome } from '../messages/publish-home.ts';
import { dealLine, followUpLine, touchLine } from './lines.ts';
import { showContext } from './show-context.ts';
import { showValue, type ShowContext } from './values.ts';

/** “My day”: a person's follow-ups, deals and interactions, with the most used commands. */
export async function homeView(request: SlackRequest): Promise<HomeView> {
  const day = await myDay(request.slack.crm, request.actor.employeeId);
  const context = await showContext(request, [
    { entity: entityOf('deal'), records: day.openDeals },
    { entity: entityOf('followUp'), records: day.followUps },
    { entity: entityOf('interaction'), records: day.recent },
  ]);
  const first = request.actor.name.split(' ')[0] ?? request.actor.name;
  return {
    type: 'home',
    blocks: [
      header(`Hi ${first}`),
      actions(...startButtons(request)),
      divider(),
      ...part(
        'Follow-ups',
        day.followUpCount,
        day.followUps,
        'You’re all caught up. Add a next step when you log a call.',
        (one) => followUpRow(one, context),
      ),
      ...part(
        'My open deals',
        day.openDealCount,
        day.openDeals,
        'No open deals. Add one with `/crm add deal`.',
        (deal) => row(dealText(deal, context), 'deal', deal),
      ),
      ...part(
        'Logged by me',
        day.recent.length,
        day.recent,
        'Nothing logged yet. Log your first call with `/crm log`.',
        (touch) => row(touchLine(touch, context, 'customer'), 'interaction', touch),
      ),
      small('You can do all of this with commands too. See `/crm help`.'),
    ],
  };
}

const startButtons = ({ actor }: SlackRequest) => {
  const creates = (name: EntityName): boolean => may(entityOf(name).access, 'create', actor.role, true);
  return [
    ...(creates('interaction') ? [button('Log interaction', 'log', '', { style: 'primary' })] : []),
    button('This month', 'summary', 'this month'),
    ...(['customer', 'contact', 'deal'] as const).filter(creates).map((name) => button(`Add ${name}`, 'add', name)),
    ...(atLeast(actor.role, ABILITIES.settings.need) ? [button('Settings', 'settings')] : []),
  ];
};

const part = (
  title: string,
  total: number,
  records: readonly AnyRecord[],
  empty: string,
  rowOf: (record: AnyRecord) => KnownBlock,
): KnownBlock[] => [
  header(total === 0 ? title : `${title} · ${total}`),
  ...(records.length === 0 ? [section(empty)] : records.map(rowOf)),
  ...(total > records.length ? [small(`and ${count(total - records.length, 'more', 'more')}`)] : []),
];

const row = (text: string, name: EntityName, record: AnyRecord): KnownBlock => ({
  ...section(text),
  accessory: button('Show', 'show', refOf(entityOf(name), record.id)),
});

const dealText = (deal: AnyRecord, context: ShowContext): string => {
  const late = deal['closeOn'] !== null && String(deal['closeOn']) < context.today;
  const customer = showValue(entityOf('deal'), deal, 'customer', context);
  return `${dealLine(deal, context)}\n${customer}${late ? ' · :warning: expected close is past' : ''}`;
};

const followUpRow = (followUp: AnyRecord, context: ShowContext): KnownBlock => {
  const entity = entityOf('followUp');
  const about = followUp['deal'] === null ? '' : ` · ${showValue(entity, followUp, 'deal', context)}`;
  return row(
    `${followUpLine(followUp, context)}\n${showValue(entity, followUp, 'customer', context)}${about}`,
    'followUp',
    followUp,
  );
};

/** Shows what was just done in Home. */
export async function refreshHome(request: SlackRequest): Promise<void> {
  const { slack, actor } = request;
  await homeView(request)
    .then((view) => publishHome(slack, actor.slackUserId, view))
    .catch((err: unknown) => slack.log.warn({ err }, 'Home was not refreshed'));
}

/** Home of someone without access: only the reason. */
export function closedHome(why: string): HomeView {
  return { type: 'home', blocks: [section(`:lock: ${escape(why)}`)] };
}
