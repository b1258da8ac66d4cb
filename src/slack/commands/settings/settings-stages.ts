import type { KnownBlock, Overflow } from '@slack/types';
import { OUTCOMES } from '../../../model/entities/stages.ts';
import { count } from '../../../model/text/text.ts';
import { pipelineInUse, type StageInUse } from '../../../crm/pipeline/index.ts';
import { button, escape, header, menu, Message, section, small } from '../../messages/blocks.ts';
import type { SlackRequest } from '../../slack-context.ts';
import { backToSettings } from './settings-view.ts';

/** Slack takes no more stages in one menu of a form. */
const MOST_STAGES = 40;

const menuOf = ({ id }: StageInUse, at: number, all: number): Overflow =>
  menu('settings-stage', String(id), [
    ['Edit', `edit ${id}`],
    ...(at > 0 ? [['Move up', `up ${id}`] as const] : []),
    ...(at < all - 1 ? [['Move down', `down ${id}`] as const] : []),
    ['Remove', `remove ${id}`],
  ]);

const row = (stage: StageInUse, at: number, all: number): KnownBlock => ({
  ...section(
    `*${escape(stage.name)}*\n${OUTCOMES[stage.outcome]} · ${stage.probability}% · ${stage.deals === 0 ? 'no deals' : count(stage.deals, 'deal')}`,
  ),
  accessory: menuOf(stage, at, all),
});

/** The pipeline, with what can be done to each stage. @param intro what was just done */
export async function stagesMessage(request: SlackRequest, intro?: string): Promise<Message> {
  const stages = await pipelineInUse(request.slack.crm);
  return Message.of({
    title: 'Deal stages',
    blocks: [
      ...(intro ? [section(intro)] : []),
      header('Deal stages'),
      ...stages.slice(0, MOST_STAGES).map((stage, at) => row(stage, at, stages.length)),
      small('New deals start in the first open stage. Forecasts count this share of a deal’s amount.'),
      backToSettings(button('Add stage', 'settings', 'add-stage', { style: 'primary' })),
    ],
  });
}
