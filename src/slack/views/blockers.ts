import type { ChangedSince, Blocker } from '../../model/errors.ts';
import { refOf, type EntityName } from '../../model/entity.ts';
import { entityOf } from '../../model/registry.ts';
import { count, cut, listed } from '../../model/text/text.ts';
import { recordsById } from '../../crm/audit/index.ts';
import { actions, button, escape, Message, section } from '../messages/blocks.ts';
import type { SlackRequest } from '../slack-context.ts';
import { showContext } from './show-context.ts';
import { showValue, type ShowContext } from './values.ts';

const MOST = 10;

const nameOf = ({ entity, id, title }: Blocker): string => {
  const kind = entityOf(entity);
  return `${kind.icon} *${escape(cut(title, 80))}* · ${refOf(kind, id)}`;
};

/** `2 deals and 1 contact` */
export function counted(by: Readonly<Partial<Record<EntityName, number>>>): string {
  const parts = (Object.entries(by) as [EntityName, number][]).map(([name, n]) => {
    const { plural } = entityOf(name);
    return count(n, plural === 'follow-ups' ? 'follow-up' : name, plural);
  });
  return listed(parts) || 'nothing';
}

const becauseOf = async (request: SlackRequest, blocker: Blocker): Promise<string> => {
  const { why, entity, id, fields = [], by = {}, say = '' } = blocker;
  if (why === 'gone') return 'was deleted or merged since.';
  if (why === 'needed') return `is now used by ${counted(by)}.`;
  if (why === 'refused') return escape(say);
  const [record] = await recordsById(request.slack.crm, entity, [id]);
  if (!record) return 'no longer exists.';
  const kind = entityOf(entity);
  const context: ShowContext = await showContext(request, [{ entity: kind, records: [record] }]);
  const values = fields
    .filter((name) => name in kind.fields)
    .map(
      (name) =>
        `${escape(kind.fields[name]?.label ?? name)} is now ${cut(showValue(kind, record, name, context), 120)}`,
    );
  return `changed since: ${values.join(', ')}.`;
};

/** The records that can't be undone and why, a line each. */
export async function blockerLines(request: SlackRequest, blockers: readonly Blocker[]): Promise<string> {
  const lines = await Promise.all(
    blockers.slice(0, MOST).map(async (one) => `• ${nameOf(one)} ${await becauseOf(request, one)}`),
  );
  const more = blockers.length > MOST ? [`… and ${count(blockers.length - MOST, 'more', 'more')}`] : [];
  return [...lines, ...more].join('\n');
}

/** The answer to a blocked undo: the blockers, with a button to undo the rest. */
export async function changedSinceMessage(request: SlackRequest, problem: ChangedSince): Promise<Message> {
  const { done, verb } = problem.redone ? { done: 'redone', verb: 'Redo' } : { done: 'undone', verb: 'Undo' };
  const intro = `Some of this changed since and can’t be ${done}:`;
  const [first] = problem.blockers;
  const show = first && first.why !== 'gone' ? [button('Show', 'show', refOf(entityOf(first.entity), first.id))] : [];
  const rest = problem.rest ? [button(`${verb} the rest`, 'undo-rest', problem.act, { style: 'primary' })] : [];
  const buttons = [...rest, ...show];
  return Message.of({
    title: intro,
    blocks: [
      section(`:warning: ${intro}\n${await blockerLines(request, problem.blockers)}`),
      ...(buttons.length > 0 ? [actions(...buttons)] : []),
    ],
  });
}
