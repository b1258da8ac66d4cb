import { refOf, refTo, titleOf, type Entity } from '../../../model/entity.ts';
import type { AnyRecord } from '../../../model/record.ts';
import { entityCalled, RECORDS, entityOf } from '../../../model/registry.ts';
import { Unclear } from '../../../model/errors.ts';
import { readListLine } from '../../../model/filter/list-line.ts';
import { readRef, REFERABLE } from '../../../model/typed-reference.ts';
import { count, cut, lengthOf } from '../../../model/text/text.ts';
import { recordAccess } from '../../../crm/access/index.ts';
import { runInTransaction, permit, readRecord, remove } from '../../../crm/records/index.ts';
import { find, resolve, resolveMergeTarget } from '../../../crm/search/index.ts';
import { actions, button, escape, Message, say, section } from '../../messages/blocks.ts';
import { answerWithFile } from '../../messages/files.ts';
import { answer } from '../../slack-context.ts';
import { recordForm } from '../../forms/record-form.ts';
import { card } from '../../views/card.ts';
import { isHidden } from '../../views/mask.ts';
import { foundMessage } from '../../views/list.ts';
import { named } from '../../views/lines.ts';
import type { Command } from '../command.ts';

const kinds = RECORDS.map((name) => entityOf(name).name).join('|');

/** First word and the rest. */
const split = (words: string): [string, string] => {
  const [first = '', ...rest] = words.trim().split(/\s+/);
  return [first, rest.join(' ')];
};

const entityNamed = (word: string, usage: string): Entity => {
  const entity = entityCalled(word);
  if (!entity) throw new Unclear(`${word ? `“${cut(word, 60)}” isn’t a record type. ` : ''}Use \`/crm ${usage}\`.`);
  return entity;
};

const add: Command = {
  name: 'add',
  also: ['new', 'create'],
  usage: `add <${kinds}> [name]`,
  words: 'text',
  examples: ['add deal', 'add customer Initech'],
  help: 'Add a record with a form.',
  run: async (request, words) => {
    const [word, name] = split(words);
    const entity = entityNamed(word, add.usage ?? '');
    await permit(request, { entity, verb: 'create' });
    const given = name === '' ? {} : { [entity.title]: name };
    return { kind: 'open', view: await recordForm(request, entity, { given }) };
  },
};

const show: Command = {
  name: 'show',
  past: true,
  also: ['open', 'view'],
  usage: 'show <record>',
  examples: ['show D-42', 'show acme', 'show D-42 as-of:yesterday'],
  about: { kinds: ['customer', 'deal'] },
  help: 'See a record with its fields, linked records and actions.',
  run: async (request, words) => {
    const { entity, record, merged } = await resolveMergeTarget(request, words, REFERABLE);
    await recordAccess(request.slack.crm, request.actor, request.origin, {
      verb: 'show',
      entity: entity.name,
      recordId: record.id,
    });
    return answer(await card(request, entity, record, merged && `:twisted_rightwards_arrows: ${escape(merged)}`));
  },
};

/** Behind Read all: `I-12 what` sends the whole text of a field as a file. */
const readCommand: Command = {
  name: 'read',
  past: true,
  run: async (request, words) => {
    const [ref, name] = split(words);
    const { entity, record } = await resolve(request, ref, REFERABLE);
    const [field, text] = [entity.fields[name], record[name]];
    if (!field || typeof text !== 'string') throw new Unclear('This text is empty by now. Show the record again.');
    if (isHidden(field, request.slack))
      throw new Unclear('External people read here. Read it where only teammates do.');
    await recordAccess(request.slack.crm, request.actor, request.origin, {
      verb: 'show',
      entity: entity.name,
      recordId: record.id,
    });
    const what = `${escape(field.label)} of ${named(entity, record)}, ${count(lengthOf(text), 'character')}`;
    const file = { name: `${refOf(entity, record.id)}.txt`, bytes: Buffer.from(text) };
    return {
      kind: 'later',
      first: say(':hourglass_flowing_sand: Preparing the file…'),
      last: () => answerWithFile(request, file, what),
    };
  },
};

/** Behind “Use this one”, where a new record turned out to be here already: its card takes the place of the form. */
const use: Command = {
  name: 'use',
  run: async (request, words) => {
    const shown = await show.run(request, words);
    return shown.kind === 'say' ? { ...shown, replace: true } : shown;
  },
};

const editCommand: Command = {
  name: 'edit',
  also: ['change', 'update'],
  usage: 'edit <record>',
  examples: ['edit D-42', 'edit acme'],
  about: { kinds: ['customer', 'deal'] },
  help: 'Edit a record with a form.',
  run: async (request, words) => {
    const { entity, record } = await resolve(request, words, REFERABLE);
    await permit(request, { entity, verb: 'update', record });
    return { kind: 'open', view: await recordForm(request, entity, { record }) };
  },
};

const deleteCommand: Command = {
  name: 'delete',
  also: ['remove'],
  usage: 'delete <record>',
  examples: ['delete D-42'],
  about: { kinds: ['customer', 'deal'] },
  help: 'Delete a record. You confirm first, and can undo it.',
  run: async (request, words) => {
    const { entity, record } = await resolve(request, words, REFERABLE);
    await permit(request, { entity, verb: 'remove', record });
    const ref = refOf(entity, record.id);
    return answer(
      Message.of({
        title: `Delete ${cut(titleOf(entity, record), 120)}?`,
        blocks: [
          section(`Delete ${entity.icon} ${named(entity, record)}?\nLinked records stay. You can undo this.`),
          actions(button('Delete', 'delete-now', ref, { style: 'danger' }), button('Cancel', 'show', ref)),
        ],
      }),
    );
  },
};

/** Behind the Delete button of the question above. */
const removeCommand: Command = {
  name: 'delete-now',
  run: async (request, words) => {
    const found = await resolve(request, words, REFERABLE);
    const removed = await runInTransaction(request, (tx) => remove(tx, refTo(found)));
    return answer(deleted(found.entity, removed, removed.act), true);
  },
};

const deleted = (entity: Entity, record: AnyRecord, act: string) =>
  say(`:wastebasket: Deleted ${named(entity, record)}.`, actions(button('Undo', 'undo', act)));

/** A hint after a search without results: for a filter, the matching list command. */
const betterThan = (words: string): string => {
  const line = /[:<>=]/.test(words) ? readListLine(words) : null;
  if (!line) return 'Try fewer letters, or add it as a customer.';
  const list = `/crm list ${line.entity.plural} ${line.words}`.replaceAll('`', '');
  return `Search reads all of it as text. To filter, use \`${escape(cut(list, 300))}\`.`;
};

const findCommand: Command = {
  name: 'find',
  past: true,
  also: ['search'],
  usage: 'find <text>',
  words: 'text',
  examples: ['find acme', 'find +49 30 1234567', 'find rollout'],
  help: 'Search all records, best matches first.',
  frequent: true,
  run: async (request, words) => {
    if (words.trim() === '') throw new Unclear('Enter what to search for, like `/crm find acme`.');
    const found = await find(request, words);
    await recordAccess(request.slack.crm, request.actor, request.origin, { verb: 'find' });
    const quoted = `“${escape(cut(words, 80))}”`;
    if (found.length === 0) {
      const ref = readRef(words);
      // A deleted or merged record is reported as such.
      if (ref) await readRecord(request, ref);
      const offer = actions(button('Add customer', 'add', cut(`customer ${words}`, 120)));
      return answer(say(`Nothing matches ${quoted}. ${betterThan(words)}`, offer));
    }
    if (found[0]?.nearly)
      return answer(await foundMessage(request, `Nothing matches ${quoted}. Did you mean one of these?`, found));
    const intro =
      found.length === 20
        ? `First 20 results for ${quoted}`
        : `${found.length} ${found.length === 1 ? 'result' : 'results'} for ${quoted}`;
    return answer(await foundMessage(request, intro, found));
  },
};

export const recordCommands: readonly Command[] = [
  findCommand,
  show,
  readCommand,
  use,
  editCommand,
  deleteCommand,
  add,
  removeCommand,
];
