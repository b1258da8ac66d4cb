import { refOf, titleOf, type AnyRecord, type Entity } from '../../model/entity.ts';
import { entityCalled, RECORDS, entityOf } from '../../model/registry.ts';
import { Unclear } from '../../model/problems.ts';
import { cut } from '../../model/words.ts';
import { carryOut, note, permit } from '../../crm/carry-out.ts';
import { find, resolve, resolveSurvivor } from '../../crm/find.ts';
import { remove } from '../../crm/road.ts';
import { actions, button, escape, say, section } from '../blocks.ts';
import { answer } from '../desk.ts';
import { recordForm } from '../forms/record-form.ts';
import { card } from '../show/card.ts';
import { foundMessage } from '../show/list.ts';
import { named } from '../show/lines.ts';
import type { Verb } from './verb.ts';

const kinds = RECORDS.map((name) => entityOf(name).name).join('|');

/** First word and the rest. */
const split = (words: string): [string, string] => {
  const [first = '', ...rest] = words.trim().split(/\s+/);
  return [first, rest.join(' ')];
};

const entityNamed = (word: string, usage: string): Entity => {
  const entity = entityCalled(word);
  if (!entity) throw new Unclear(`${word ? `“${cut(word, 60)}” is none of them. ` : ''}Write \`/crm ${usage}\`.`);
  return entity;
};

const add: Verb = {
  name: 'add',
  also: ['new', 'create'],
  usage: `add <${kinds}> [name]`,
  help: 'Add a record with a form.',
  run: async (ask, words) => {
    const [word, name] = split(words);
    const entity = entityNamed(word, add.usage ?? '');
    await permit(ask.desk.crm, ask.actor, ask.origin, { entity, verb: 'create' });
    const given = name === '' ? {} : { [entity.title]: name };
    return { kind: 'open', view: await recordForm(ask, entity, { given }) };
  },
};

const show: Verb = {
  name: 'show',
  past: true,
  also: ['open', 'view'],
  usage: 'show <ref>',
  about: { kinds: ['customer', 'deal'] },
  help: 'A record at a glance: its facts, what belongs to it, what you can do with it.',
  run: async (ask, words) => {
    const { entity, record, merged } = await resolveSurvivor(ask.desk.crm, ask.actor, words);
    await note(ask.desk.crm, ask.actor, ask.origin, { verb: 'show', entity: entity.name, recordId: record.id });
    return answer(await card(ask, entity, record, merged && `:twisted_rightwards_arrows: ${escape(merged)}`));
  },
};

/** Behind “Use this one”, where a new record turned out to be here already: its card takes the place of the form. */
const use: Verb = {
  name: 'use',
  run: async (ask, words) => {
    const shown = await show.run(ask, words);
    return shown.kind === 'say' ? { ...shown, replace: true } : shown;
  },
};

const editVerb: Verb = {
  name: 'edit',
  also: ['change', 'update'],
  usage: 'edit <ref>',
  about: { kinds: ['customer', 'deal'] },
  help: 'Change a record with a form.',
  run: async (ask, words) => {
    const { entity, record } = await resolve(ask.desk.crm, ask.actor, words);
    await permit(ask.desk.crm, ask.actor, ask.origin, { entity, verb: 'update', record });
    return { kind: 'open', view: await recordForm(ask, entity, { record }) };
  },
};

const deleteVerb: Verb = {
  name: 'delete',
  also: ['remove'],
  usage: 'delete <ref>',
  about: { kinds: ['customer', 'deal'] },
  help: 'Delete a record; asks first, and can be undone.',
  run: async (ask, words) => {
    const { entity, record } = await resolve(ask.desk.crm, ask.actor, words);
    await permit(ask.desk.crm, ask.actor, ask.origin, { entity, verb: 'remove', record });
    const ref = refOf(entity, record.id);
    return answer({
      text: `Delete ${escape(cut(titleOf(entity, record), 120))}?`,
      blocks: [
        section(`Delete ${entity.icon} ${named(entity, record)}?\nWhat belongs to it stays, and you can undo this.`),
        actions(button('Delete', 'delete-now', ref, { style: 'danger' }), button('Keep it', 'show', ref)),
      ],
    });
  },
};

/** Behind the Delete button of the question above. */
const removeVerb: Verb = {
  name: 'delete-now',
  run: async (ask, words) => {
    const { crm } = ask.desk;
    const { entity, record } = await resolve(crm, ask.actor, words);
    const removed = await carryOut(crm, ask.actor, ask.origin, (road) => remove(road, entity.name, record.id));
    return answer(deleted(entity, removed, removed.act), true);
  },
};

const deleted = (entity: Entity, record: AnyRecord, act: string) =>
  say(`:wastebasket: Deleted ${named(entity, record)}.`, actions(button('Undo', 'undo', act)));

const findVerb: Verb = {
  name: 'find',
  past: true,
  also: ['search'],
  usage: 'find <text>',
  help: 'Everything that matches, best first.',
  frequent: true,
  run: async (ask, words) => {
    if (words.trim() === '') throw new Unclear('Say what to look for: `/crm find acme`.');
    const found = await find(ask.desk.crm, ask.actor, words);
    await note(ask.desk.crm, ask.actor, ask.origin, { verb: 'find' });
    const quoted = `“${escape(cut(words, 80))}”`;
    if (found.length === 0) {
      const offer = actions(button('Add customer', 'add', cut(`customer ${words}`, 120)));
      return answer(say(`Nothing matches ${quoted}. Try fewer letters, or add it.`, offer));
    }
    if (found[0]?.nearly)
      return answer(await foundMessage(ask, `Nothing matches ${quoted}. Did you mean one of these?`, found));
    const intro =
      found.length === 20
        ? `The first 20 matches for ${quoted}`
        : `${found.length} ${found.length === 1 ? 'match' : 'matches'} for ${quoted}`;
    return answer(await foundMessage(ask, intro, found));
  },
};

export const recordVerbs: readonly Verb[] = [findVerb, show, use, editVerb, deleteVerb, add, removeVerb];
