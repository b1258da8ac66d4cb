import { refTo } from '../../../model/entity.ts';
import type { Stage } from '../../../model/record.ts';
import { Invalid, Merged, NotFound, Unclear } from '../../../model/errors.ts';
import { cut, normalizeText } from '../../../model/text/text.ts';
import { runInTransaction, permit, edit } from '../../../crm/records/index.ts';
import { pipelineOf } from '../../../crm/context/index.ts';
import { type FoundNamed, resolve } from '../../../crm/search/index.ts';
import { readRef, refText } from '../../../model/typed-reference.ts';
import { actions, button, escape, picker, say } from '../../messages/blocks.ts';
import { answer, type SlackRequest, type Reply } from '../../slack-context.ts';
import { recordForm } from '../../forms/record-form.ts';
import { named } from '../../views/lines.ts';
import type { Command } from '../command.ts';

/**
 * Moves a deal; where the new stage requires a reason or an amount, opens the form with the stage filled in.
 * @param reason why it was lost; blank when not given
 */
const move = async (request: SlackRequest, deal: FoundNamed<'deal'>, stage: Stage, reason = ''): Promise<Reply> => {
  const { entity, record } = deal;
  await permit(request, { entity, verb: 'update', record });
  const change = { stage: stage.id, ...(reason !== '' && { lostReason: reason }) };
  if (record.stage === stage.id && reason === '')
    return answer(say(`${named(entity, record)} is in *${escape(stage.name)}* already.`));
  try {
    const moved = await runInTransaction(request, (tx) => edit(tx, refTo(deal), change));
    const buttons = actions(button('Undo', 'undo', moved.act), button('Show', 'show', refText(refTo(deal))));
    const why = reason === '' ? '' : ` Why: “${escape(cut(reason, 200))}”`;
    return answer(say(`:white_check_mark: ${named(entity, moved)} is now in *${escape(stage.name)}*.${why}`, buttons));
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    const note = `:point_down: ${error.message}`;
    return { kind: 'open', view: await recordForm(request, entity, { record, given: change, note }) };
  }
};

/** `D-42 negotiation`, `big rollout closed won`: the longest ending that begins a stage's name is the stage. */
const splitStage = (words: string, stages: readonly Stage[]): { ref: string; stage: Stage } | null => {
  const parts = words.trim().split(/\s+/);
  // No ending of more words than the longest name has can begin one.
  const most = Math.max(0, ...stages.map(({ name }) => name.split(/\s+/).length));
  for (let at = Math.max(1, parts.length - most); at < parts.length; at += 1) {
    const ending = normalizeText(parts.slice(at).join(' '));
    const fitting = stages.filter(({ name }) => normalizeText(name).startsWith(ending));
    const stage = fitting.find(({ name }) => normalizeText(name) === ending) ?? fitting[0];
    if (stage && ending !== '') return { ref: parts.slice(0, at).join(' '), stage };
  }
  return null;
};

/** Is it the beginning of a stage's name, and nothing else? */
const isStage = (words: string, stages: readonly Stage[]): boolean =>
  stages.some(({ name }) => normalizeText(name).startsWith(normalizeText(words)));

/** Without a stage: the stages to choose from. */
const offerStages = async (request: SlackRequest, words: string, stages: readonly Stage[]): Promise<Reply> => {
  const parts = words.trim().split(/\s+/);
  const [first = ''] = parts;
  const deal = await resolve(request, words, ['deal']).catch(async (cause: unknown) => {
    if (!(cause instanceof NotFound) || readRef(words)) throw cause;
    // A wrong record is reported before a wrong stage.
    if (readRef(first)) await resolve(request, first, ['deal']);
    const names = stages.map(({ name }) => name).join(', ');
    throw new Unclear(`“${cut(parts.slice(1).join(' ') || words, 60)}” isn’t a stage. Stages: ${names}.`, { cause });
  });
  const { entity, record } = deal;
  await permit(request, { entity, verb: 'update', record });
  const ref = refText(refTo(deal));
  const options = stages
    .filter(({ id }) => id !== record.stage)
    .map(({ name }) => ({ text: name, words: `${ref} ${name}` }));
  const now = stages.find(({ id }) => id === record.stage)?.name ?? 'a deleted stage';
  const text = `${named(entity, record)} is in *${escape(now)}*. Move it to:`;
  return answer(say(text, actions(picker('Move to', 'stage', options))));
};

const stageCommand: Command = {
  name: 'stage',
  also: ['move'],
  usage: 'stage <record> [stage]',
  examples: ['stage D-42 proposal', 'stage D-42'],
  about: { kinds: ['deal'], without: async ({ slack }, words) => isStage(words, await pipelineOf(slack.crm)) },
  help: 'Move a deal to another stage.',
  run: async (request, words) => {
    const stages = await pipelineOf(request.slack.crm);
    const split = splitStage(words, stages);
    if (!split) return offerStages(request, words, stages);
    return move(request, await resolve(request, split.ref, ['deal']), split.stage);
  },
};

/** Behind the Owner button of a card. */
const ownerCommand: Command = {
  name: 'owner',
  run: async (request, words) => {
    const { entity, record } = await resolve(request, words, ['deal']);
    await permit(request, { entity, verb: 'update', record });
    return { kind: 'open', view: await recordForm(request, entity, { record, only: ['owner'] }) };
  },
};

/** The pipeline's stage for deals of that outcome. @throws Unclear where it has none */
const stageFor = async ({ slack }: SlackRequest, outcome: 'won' | 'lost'): Promise<Stage> => {
  const stage = (await pipelineOf(slack.crm)).find((candidate) => candidate.outcome === outcome);
  if (stage) return stage;
  throw new Unclear(`The pipeline has no ${outcome} stage. Ask an admin to add one.`);
};

const wonCommand: Command = {
  name: 'won',
  usage: 'won <record>',
  examples: ['won D-42'],
  about: { kinds: ['deal'] },
  help: 'Mark a deal as won.',
  run: async (request, words) => {
    const stage = await stageFor(request, 'won');
    return move(request, await resolve(request, words, ['deal']), stage);
  },
};

/** No deal's name has more words. */
const MOST_WORDS = 12;

/** `D-42 too expensive`, `big rollout no budget`: the longest beginning that names a deal, and the reason behind it. */
const splitReason = async (
  request: SlackRequest,
  words: string,
): Promise<{ deal: FoundNamed<'deal'>; reason: string }> => {
  const parts = words.trim().split(/\s+/);
  const most = readRef(parts[0] ?? '') ? 1 : Math.min(parts.length, MOST_WORDS);
  let missed: unknown;
  for (let many = most; many > 0; many -= 1) {
    try {
      const deal = await resolve(request, parts.slice(0, many).join(' '), ['deal']);
      return { deal, reason: parts.slice(many).join(' ') };
    } catch (error) {
      if (!(error instanceof NotFound) || error instanceof Merged) throw error;
      missed ??= error;
    }
  }
  throw missed;
};

const lostCommand: Command = {
  name: 'lost',
  usage: 'lost <record> [reason]',
  words: 'text',
  examples: ['lost D-42 too expensive', 'lost D-42'],
  about: { kinds: ['deal'], without: (request, words) => namesNoDeal(request, words) },
  help: 'Mark a deal as lost and say why.',
  run: async (request, words) => {
    const stage = await stageFor(request, 'lost');
    const { deal, reason } = await splitReason(request, words);
    return move(request, deal, stage, reason);
  },
};

/** In a channel linked to a deal, the reason may stand alone. */
const namesNoDeal = async (request: SlackRequest, words: string): Promise<boolean> => {
  try {
    await splitReason(request, words);
    return false;
  } catch (error) {
    return error instanceof NotFound && readRef(words.trim().split(/\s+/)[0] ?? '') === null;
  }
};

export const dealCommands: readonly Command[] = [stageCommand, ownerCommand, wonCommand, lostCommand];
