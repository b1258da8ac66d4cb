import type { DepartedMemberPayload } from '../../crm/notifications/outbox/index.ts';
import { refOf, titleOf } from '../../model/entity.ts';
import { entityOf } from '../../model/registry.ts';
import { countOf, HANDED_OVER, inHandsOf } from '../../crm/team/index.ts';
import { actions, button, escape, say, type Message } from '../messages/blocks.ts';
import type { SlackContext } from '../slack-context.ts';
import { counted } from '../forms/counted.ts';
import { listed } from '../../model/text/text.ts';

/** The question to managers when someone left; null when all records were transferred meanwhile, or they are back. */
export async function departedMemberMessage(
  { crm }: SlackContext,
  { employee: id }: DepartedMemberPayload,
): Promise<Message | null> {
  const { employee, holdings } = await inHandsOf(crm, { entity: 'employee', id });
  if (employee['leftAt'] === null || countOf(holdings) === 0) return null;
  const entity = entityOf('employee');
  const all = HANDED_OVER.filter((kind) => holdings[kind].length > 0).map((kind) =>
    counted(kind, holdings[kind].length),
  );
  const name = escape(titleOf(entity, employee));
  return say(
    `:wave: *${name}* was deactivated in Slack and no longer has access.\nStill assigned to them: ${listed(all)}. Who takes over?`,
    actions(button('Transfer', 'hand-over', refOf(entity, id), { style: 'primary' })),
  );
}
