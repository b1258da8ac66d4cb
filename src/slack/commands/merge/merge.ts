import { oneOf, refOf } from '../../../model/entity.ts';
import { Ambiguous, NotFound, Unclear } from '../../../model/errors.ts';
import { readRef, REFERABLE } from '../../../model/typed-reference.ts';
import { permit } from '../../../crm/records/index.ts';
import { type Found, resolve } from '../../../crm/search/index.ts';
import { assertMergeable, merge, SAME_RECORD } from '../../../crm/duplicates/index.ts';
import { actions, button, say } from '../../messages/blocks.ts';
import { answer, type SlackRequest } from '../../slack-context.ts';
import { counted } from '../../views/blockers.ts';
import { mergedSentence, mergeQuestion } from './merge-question.ts';
import type { Command } from '../command.ts';

const USAGE = 'merge <record> <record>';

/** Each is looked up twice, and a line may have thousands of words. */
const MOST_SPLITS = 12;

/** Where words could be two names: at a word that says so, or else at any of the first blanks. */
const splits = (words: string): [string, string][] => {
  const split = /^(.+?)\s+(?:into|with|and|&)\s+(.+)$|^(.+?)\s*[,|]\s*(.+)$/i.exec(words);
  if (split) return [[split[1] ?? split[3] ?? '', split[2] ?? split[4] ?? '']];
  const parts = words.split(' ');
  return parts
    .slice(1, MOST_SPLITS + 1)
    .map((_, at) => [parts.slice(0, at + 1).join(' '), parts.slice(at + 1).join(' ')]);
};

/** The two records that the words name. @throws Unclear, NotFound, Ambiguous, Forbidden */
const resolveBoth = async (request: SlackRequest, words: string): Promise<[Found, Found]> => {
  const possible = splits(words.trim().replace(/\s+/g, ' '));
  let missed: unknown = new Unclear(
    `Enter two records of the same type: \`/crm ${USAGE}\`, like \`/crm merge C-12 C-40\`.`,
  );
  for (const [left, right] of possible) {
    try {
      return [await resolve(request, left, REFERABLE), await resolve(request, right, REFERABLE)];
    } catch (error) {
      if (!(error instanceof NotFound || error instanceof Ambiguous)) throw error;
      if (possible.length === 1 || error instanceof Ambiguous || isId(left, right)) missed = error;
    }
  }
  throw missed;
};

const isId = (...words: string[]): boolean => words.every((word) => readRef(word) !== null);

const assertPair = async (request: SlackRequest, [left, right]: [Found, Found]): Promise<void> => {
  if (left.entity.name !== right.entity.name) {
    const both = [left, right].map(({ entity, record }) => `${refOf(entity, record.id)} is ${oneOf(entity)}`);
    throw new Unclear(`${both.join(' and ')}. You can merge only two records of the same type.`);
  }
  assertMergeable(left.entity);
  if (left.record.id === right.record.id) throw new Unclear(SAME_RECORD);
  for (const { entity, record } of [left, right]) {
    await permit(request, { entity, verb: 'update', record });
  }
};

const mergeCommand: Command = {
  name: 'merge',
  usage: USAGE,
  examples: ['merge C-12 C-40'],
  help: 'Merge two records. You choose which one to keep, and you can undo it.',
  run: async (request, words) => {
    const pair = await resolveBoth(request, words);
    await assertPair(request, pair);
    const [left, right] = pair;
    return answer(await mergeQuestion(request, left.entity, left.record, right.record));
  },
};

/** Behind the buttons of the question: `C-12 C-40` keeps the first. */
const absorbCommand: Command = {
  name: 'absorb',
  run: async (request, words) => {
    const pair = await resolveBoth(request, words);
    await assertPair(request, pair);
    const [{ entity, record: keep }, { record: gone }] = pair;
    const merger = { entity: entity.name, keep: keep.id, other: gone.id };
    const { act, kept, other, moved } = await merge(request, merger);
    const text = mergedSentence(entity, kept, other, Object.keys(moved).length > 0 ? counted(moved) : '');
    const buttons = actions(button('Show', 'show', refOf(entity, kept.id)), button('Undo', 'undo', act));
    return answer(say(text, buttons), true);
  },
};

export const mergeCommands: readonly Command[] = [mergeCommand, absorbCommand];
