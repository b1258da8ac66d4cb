import type { Source } from '../../model/actor.ts';
import { freshen } from '../../crm/context/index.ts';
import { enter } from '../../crm/team/index.ts';
import type { SlackRequest, SlackContext } from '../slack-context.ts';
import type { Recipient } from '../messages/respond.ts';

/** Dependencies of every handler. */
export interface HandlerDeps {
  slack: SlackContext;
  /** Where the answer to a form goes: the message or command that opened it, by view id. */
  answers: FormOrigins;
}

/** The sender as the payload says; `authenticate` verifies it with Slack and the employees. */
export interface Visitor {
  userId: string;
  /** Ids that the payload gives as their team. */
  teams?: readonly (string | null | undefined)[];
  channel?: { id: string; name: string } | null;
  source: Source;
  /** Idempotency key. */
  key?: string | undefined;
}

/** @throws Forbidden, Unknown for everybody who gets nothing */
export async function authenticate({ slack }: HandlerDeps, visitor: Visitor): Promise<SlackRequest> {
  const { crm, people } = slack;
  const { userId, teams = [] } = visitor;
  const [identity] = await Promise.all([people.identify(userId, { teams }), freshen(crm)]);
  const actor = await enter(crm, identity, visitor.source, () => people.identify(userId, { teams, anew: true }));
  const origin = { source: visitor.source, ...(visitor.key !== undefined && { key: visitor.key }) };
  return { crm, slack, actor, origin, channel: visitor.channel ?? null };
}

/** Reaches the person where the form was opened from. */
export interface FormOrigins {
  keep: (viewId: string, to: Recipient) => void;
  take: (viewId: string) => Recipient | null;
}

/** Slack's response URLs live this long. */
const ALIVE_MS = 29 * 60_000;
const MOST = 2000;

/**
 * Response URLs stay in this process: they let whoever holds them speak to the person, so they are no matter for a
 * view's metadata. A form submitted to another process, or too late, is answered in the form's own window instead.
 */
export function openAnswers(now: () => number): FormOrigins {
  const kept = new Map<string, { to: Recipient; until: number }>();
  const tidy = (): void => {
    for (const [id, { until }] of kept) if (until < now() || kept.size > MOST) kept.delete(id);
  };
  return {
    keep: (viewId, to) => {
      tidy();
      kept.set(viewId, { to, until: now() + ALIVE_MS });
    },
    take: (viewId) => {
      const found = kept.get(viewId);
      kept.delete(viewId);
      return found && found.until >= now() ? found.to : null;
    },
  };
}
