import { refOf, type AnyRecord, type Stage } from '../../model/entity.ts';
import { Invalid, Unclear } from '../../model/problems.ts';
import { entityOf } from '../../model/registry.ts';
import { fold } from '../../model/words.ts';
import { carryOut, permit } from '../../crm/carry-out.ts';
import { pipelineOf } from '../../crm/crm.ts';
import { resolve } from '../../crm/find.ts';
import { edit } from '../../crm/road.ts';
import { actions, button, escape, say } from '../blocks.ts';
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
const splitStage = (words: string, stages: readonly Stage[]): { ref: string; stage: Stage } => {
  const parts = words.trim().split(/\s+/);
  for (let at = 1; at < parts.length; at += 1) {
    const ending = fold(parts.slice(at).join(' '));
    const fitting = stages.filter(({ name }) => fold(name).startsWith(ending));
    const stage = fitting.find(({ name }) => fold(name) === ending) ?? fitting[0];
    if (stage && ending !== '') return { ref: parts.slice(0, at).join(' '), stage };
  }
  throw new Unclear(
    `Write \`/crm stage <deal> <stage>\` with one of these stages: ${stages.map(({ name }) => name).join(', ')}.`,
  );
};

const stageVerb: Verb = {
  name: 'stage',
  also: ['move'],
  usage: 'stage <ref> <stage>',
  help: 'Move a deal to another stage.',
  run: async (ask, words) => {
    const { ref, stage } = splitStage(words, await pipelineOf(ask.desk.crm));
    const { record } = await resolve(ask.desk.crm, ask.actor, ref, ['deal']);
    return move(ask, record, stage);
  },
};

const closing = (outcome: 'won' | 'lost', help: string): Verb => ({
  name: outcome,
  usage: `${outcome} <ref>`,
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
  closing('won', 'A deal is won.'),
  closing('lost', 'A deal is lost; asks why.'),
];
