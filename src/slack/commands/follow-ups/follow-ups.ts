import { subjectsOf, valuesAbout } from '../../../model/reference-fields.ts';
import type { KnownBlock } from '@slack/types';
import { atLeast } from '../../../model/roles.ts';
import { readDueDay, type DueDay } from '../../../model/dates/due-day.ts';
import { refOf, refTo } from '../../../model/entity.ts';
import type { AnyRecord } from '../../../model/record.ts';
import { Ambiguous, NotFound, Unclear } from '../../../model/errors.ts';
import { entityOf } from '../../../model/registry.ts';
import { momentOf } from '../../../model/dates/time.ts';
import { readRef } from '../../../model/typed-reference.ts';
import { count } from '../../../model/text/text.ts';
import { recordAccess } from '../../../crm/access/index.ts';
import { runInTransaction, permit, create, edit } from '../../../crm/records/index.ts';
import { type Found, myDay, resolve } from '../../../crm/search/index.ts';
import { hereOf } from '../../../crm/context/index.ts';
import { actions, button, escape, header, Message, say, section, small } from '../../messages/blocks.ts';
import { answer, type SlackRequest, type Reply } from '../../slack-context.ts';
import { recordForm } from '../../forms/record-form.ts';
import { followUpLine, named } from '../../views/lines.ts';
import { showContext } from '../../views/show-context.ts';
import { showDay, showValue } from '../../views/values.ts';
import type { Command } from '../command.ts';

const followUp = entityOf('followUp');
const ABOUT = subjectsOf(followUp);

interface Next {
  found: Found;
  due: DueDay;
}

/** Each beginning of so many words is looked up; names are shorter, and a line may have thousands. */
const MOST_WORDS = 12;

/** `big rollout friday send the offer`: the shortest beginning that names a record, followed by a day. */
const readNext = async (request: SlackRequest, words: string): Promise<Next> => {
  const parts = words.trim().split(/\s+/);
  let problem: unknown = new Unclear(
    'Use `/crm next <record> <day> [what]`, like `/crm next D-42 friday send the quote`.',
  );
  for (let at = 1; at < Math.min(parts.length, MOST_WORDS); at += 1) {
    try {
      const due = readDueDay(parts.slice(at).join(' '), hereOf(request));
      return { found: await resolve(request, parts.slice(0, at).join(' '), ABOUT), due };
    } catch (error) {
      if (!(error instanceof Unclear || error instanceof NotFound || error instanceof Ambiguous)) throw error;
      // A wrong record is reported before a wrong day.
      problem = error instanceof Unclear && !(problem instanceof Unclear) ? problem : error;
    }
  }
  throw problem;
};

/** What is to be done then, as typed; a time by itself says only when. */
const whatOf = ({ rest, time }: DueDay): string => {
  if (rest === '') return 'Follow up';
  return rest === time ? `Follow up at ${time.replace(/^(?:at |@ ?)/i, '')}` : rest;
};

/** A note that a typed time is ignored. */
const onTime = ({ time }: DueDay): KnownBlock[] =>
  time === null
    ? []
    : [small(`:information_source: Follow-ups have a day, not a time: “${escape(time)}” is kept in the text only.`)];

/** Without a day: the form, with what it is about filled in. */
const planForm = async (request: SlackRequest, words: string): Promise<Reply> => {
  const found = await resolve(request, words, ABOUT);
  await permit(request, { entity: followUp, verb: 'create' });
  return { kind: 'open', view: await recordForm(request, followUp, { given: valuesAbout(followUp, found) }) };
};

/** `friday send the offer`: a day, and no record before it. */
const beginsWithDay = (request: SlackRequest, words: string): boolean => {
  try {
    readDueDay(words, hereOf(request));
    return true;
  } catch {
    return false;
  }
};

const next: Command = {
  name: 'next',
  usage: 'next <record> <day> [what]',
  words: 'text',
  examples: ['next D-42 friday send the quote', 'next acme in 2 weeks', 'next D-42 eom call', 'next D-42 2026-12-01'],
  about: { kinds: ['customer', 'deal'], without: beginsWithDay },
  help: 'Add a follow-up: `next D-42 friday send the quote`.',
  run: async (request, words) => {
    if (readRef(words)) return planForm(request, words);
    const { found, due } = await readNext(request, words);
    const { day } = due;
    const input = { ...valuesAbout(followUp, found), what: whatOf(due), dueOn: day };
    const planned = await runInTransaction(request, (tx) => create(tx, 'followUp', input));
    const context = await showContext(request, []);
    const text = `:alarm_clock: ${named(followUp, planned)}, ${showDay(day, context)}, for ${named(found.entity, found.record)}.`;
    return answer(say(text, ...onTime(due), actions(button('Undo', 'undo', planned.act))));
  },
};

const todo: Command = {
  name: 'todo',
  usage: 'todo',
  examples: ['todo'],
  help: 'Your open follow-ups, most urgent first.',
  run: async (request) => {
    const { followUps, followUpCount } = await myDay(request.slack.crm, request.actor.employeeId);
    await recordAccess(request.slack.crm, request.actor, request.origin, { verb: 'list', entity: 'followUp' });
    if (followUpCount === 0) return answer(say('You’re all caught up. Add a follow-up with `/crm next`.'));
    const context = await showContext(request, [{ entity: followUp, records: followUps }]);
    const row = (one: AnyRecord) => ({
      ...section(`${followUpLine(one, context)}\n${showValue(followUp, one, 'customer', context)}`),
      ...(atLeast(request.actor.role, 'rep') && { accessory: button('Done', 'done', refOf(followUp, one.id)) }),
    });
    const more = followUpCount - followUps.length;
    return answer(
      Message.of({
        title: count(followUpCount, 'follow-up'),
        blocks: [
          header(count(followUpCount, 'follow-up')),
          ...followUps.map(row),
          ...(more > 0 ? [small(`and ${more} more`)] : []),
        ],
      }),
    );
  },
};

/** Behind the Done button of a follow-up. */
const done: Command = {
  name: 'done',
  run: async (request, words) => {
    const { crm } = request.slack;
    const found = await resolve(request, words, ['followUp']);
    const { record } = found;
    if (record['doneAt'] !== null) return answer(say(`${named(followUp, record)} is done already.`), true);
    const doneAt = momentOf(crm.now());
    const edited = await runInTransaction(request, (tx) => edit(tx, refTo(found), { doneAt }));
    const undo = actions(button('Undo', 'undo', edited.act));
    return answer(say(`:white_check_mark: Done: ${named(followUp, edited)}.`, undo), true);
  },
};

export const followUpCommands: readonly Command[] = [next, todo, done];
