import { refOf, type AnyRecord, type Stage } from '../../model/entity.ts';
import { Invalid, NotFound, Unclear } from '../../model/problems.ts';
import { entityOf } from '../../model/registry.ts';
import { fold } from '../../model/words.ts';
import { carryOut, permit } from '../../crm/carry-out.ts';
import { pipelineOf } from '../../crm/crm.ts';
import { resolve } from '../../crm/find.ts';
import { edit } from '../../crm/road.ts';
import { actions, button, escape, picker, say } from '../blocks.ts';
import { answer, type Ask, type Reply } from '../desk.ts';
import { recordForm } from '../forms/record-form.ts';
import { named } from '../show/lines.ts';
import type { Verb } from './verb.ts';

const deal = entityOf('deal');

/** Moves a deal; where the new stage asks for more (a reason, an amount), opens the form with the stage filled in. */
const move = async (ask: Ask, record: AnyRecord, stage: Stage): Promise<Reply> => {
  await permit(ask.desk.crm, ask.actor, ask.origin, { entity: deal, verb: 'update', record });
  if (record['stage'] === stage.id) return answer(say(`${named(deal, record)} is in *${escape(stage.name)}* already.`));
  try {
    const moved = await carryOut(ask.desk.crm, ask.actor, ask.origin, (road) =>
      edit(road, 'deal', record.id, { stage: stage.id }),
    );
    const buttons = actions(button('Undo', 'undo', moved.act), button('Show', 'show', refOf(deal, record.id)));
    return answer(say(`:white_check_mark: ${named(deal, moved)} is now in *${escape(stage.name)}*.`, buttons));
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    const note = `:point_down: ${error.message}`;
    return { kind: 'open', view: await recordForm(ask, deal, { record, given: { stage: stage.id }, note }) };
  }
};

/** `D-42 negotiation`, `big rollout closed won`: the longest ending that begins a stage's name is the stage. */
const splitStage = (words: string, stages: readonly Stage[]): { ref: string; stage: Stage } | null => {
  const parts = words.trim().split(/\s+/);
  for (let at = 1; at < parts.length; at += 1) {
    const ending = fold(parts.slice(at).join(' '));
    const fitting = stages.filter(({ name }) => fold(name).startsWith(ending));
    const stage = fitting.find(({ name }) => fold(name) === ending) ?? fitting[0];
    if (stage && ending !== '') return { ref: parts.slice(0, at).join(' '), stage };
  }
  return null;
};

/** Is it the beginning of a stage's name, and nothing else? */
const isStage = (words: string, stages: readonly Stage[]): boolean =>
  stages.some(({ name }) => fold(name).startsWith(fold(words)));

/** Without a stage: the stages to choose from. */
const offerStages = async (ask: Ask, words: string, stages: readonly Stage[]): Promise<Reply> => {
  const { record } = await resolve(ask.desk.crm, ask.actor, words, ['deal']).catch((cause: unknown) => {
    if (!(cause instanceof NotFound)) throw cause;
    const names = stages.map(({ name }) => name).join(', ');
    throw new Unclear(`Write \`/crm stage <deal> <stage>\` with one of these stages: ${names}.`, { cause });
  });
  await permit(ask.desk.crm, ask.actor, ask.origin, { entity: deal, verb: 'update', record });
  const ref = refOf(deal, record.id);
  const options = stages
    .filter(({ id }) => id !== record['stage'])
    .map(({ name }) => ({ text: name, words: `${ref} ${name}` }));
  const now = stages.find(({ id }) => id === record['stage'])?.name ?? 'a stage that is gone';
  const text = `${named(deal, record)} is in *${escape(now)}*. Where to?`;
  return answer(say(text, actions(picker('Move to', 'stage', options))));
};

const stageVerb: Verb = {
  name: 'stage',
  also: ['move'],
  usage: 'stage <ref> [stage]',
  about: { kinds: ['deal'], without: async ({ desk }, words) => isStage(words, await pipelineOf(desk.crm)) },
  help: 'Move a deal to another stage.',
  run: async (ask, words) => {
    const stages = await pipelineOf(ask.desk.crm);
    const split = splitStage(words, stages);
    if (!split) return offerStages(ask, words, stages);
    const { record } = await resolve(ask.desk.crm, ask.actor, split.ref, ['deal']);
    return move(ask, record, split.stage);
  },
};

/** Behind the Owner button of a card. */
const ownerVerb: Verb = {
  name: 'owner',
  run: async (ask, words) => {
    const { record } = await resolve(ask.desk.crm, ask.actor, words, ['deal']);
    await permit(ask.desk.crm, ask.actor, ask.origin, { entity: deal, verb: 'update', record });
    return { kind: 'open', view: await recordForm(ask, deal, { record, only: ['owner'] }) };
  },
};

const closing = (outcome: 'won' | 'lost', help: string): Verb => ({
  name: outcome,
  usage: `${outcome} <ref>`,
  about: { kinds: ['deal'] },
  help,
  run: async (ask, words) => {
    const stage = (await pipelineOf(ask.desk.crm)).find((candidate) => candidate.outcome === outcome);
    if (!stage) throw new Unclear(`The pipeline has no stage for deals that are ${outcome}. Ask an admin to add one.`);
    const { record } = await resolve(ask.desk.crm, ask.actor, words, ['deal']);
    return move(ask, record, stage);
  },
});

export const dealVerbs: readonly Verb[] = [
  stageVerb,
  ownerVerb,
  closing('won', 'A deal is won.'),
  closing('lost', 'A deal is lost; asks why.'),
];
