import type { StoppedImport } from '../../../crm/notifications/outbox/index.ts';
import type { ModalView } from '@slack/types';
import { singularOf, type Entity, type EntityName } from '../../../model/entity.ts';
import { entityOf, isEntityName } from '../../../model/registry.ts';
import { count } from '../../../model/text/text.ts';
import { type ImportJob, stoppedImport } from '../../../crm/import/index.ts';
import { actions, button, escape, say, section, small, type Message } from '../../messages/blocks.ts';
import { reading, type SlackContext } from '../../slack-context.ts';

/** A progress window. */
export function waiting(entity: Entity, words: string, ...more: string[]): ModalView {
  return reading(`Import ${entity.plural}`, [
    section(`:hourglass_flowing_sand: ${escape(words)}`),
    ...(more.length > 0 ? [small(...more)] : []),
  ]);
}

const STEPS = 20;

/** A progress bar. */
const bar = (done: number, all: number): string => {
  const full = Math.floor((done / Math.max(1, all)) * STEPS);
  return `${'▓'.repeat(full)}${'░'.repeat(STEPS - full)}`;
};

export function importing({ entity, file, rows }: ImportJob, done: number): ModalView {
  return waiting(
    entityOf(entity),
    `Importing ${file}…\n${bar(done, rows)} ${done.toLocaleString('en')} of ${count(rows, 'row')}`,
    'You can close this window. The result will be in your messages with CustomerHub.',
  );
}

const some = (n: number, line: string): string[] => (n === 0 ? [] : [line]);

/** Which fields change, the most frequent first: `Stage 3, Amount 2`. */
const changedFields = ({ fields }: Entity, { fields: changed }: ImportJob['tally']): string => {
  const all = Object.entries(changed).toSorted(([, a], [, b]) => b - a);
  return all.map(([name, n]) => `${fields[name]?.label ?? name} ${n.toLocaleString('en')}`).join(', ');
};

/** Records that are created because rows refer to them: `:sparkles: *2 new employees*, because rows refer to them`. */
const madeLines = ({ made }: ImportJob['tally']): string[] =>
  Object.entries(made).map(([name, n]) => {
    const { name: one, plural } = entityOf(name as EntityName);
    return `:sparkles: *${count(n, `new ${one}`, `new ${plural}`)}*, because rows refer to ${n === 1 ? 'it' : 'them'}`;
  });

/** `:memo: 12 rows without Why it was lost get your answer`. */
const filledLines = ({ fields }: Entity, { filled }: ImportJob['tally']): string[] =>
  Object.entries(filled).map(
    ([name, n]) =>
      `:memo: *${count(n, 'row')}* without ${fields[name]?.label ?? name} ${n === 1 ? 'gets' : 'get'} your answer`,
  );
/** The file's own entity, and others of which rows make records, each with its part of the tally. */
const partsOf = ({ entity, tally }: ImportJob): [Entity, ImportJob['tally']][] => [
  [entityOf(entity), tally],
  ...Object.entries(tally.beside ?? {}).flatMap(([name, theirs]): [Entity, ImportJob['tally']][] =>
    isEntityName(name) ? [[entityOf(name), theirs]] : [],
  ),
];

/** Does it write anything? */
export function writesAny({ tally }: ImportJob): boolean {
  const all = [tally, ...Object.values(tally.beside ?? {})];
  return all.some(({ created, changed }) => created + changed > 0);
}

/** The preview, a line for each outcome. */
export function forecastLines(job: ImportJob): string[] {
  const { twins, bad } = job.tally;
  return [
    ...partsOf(job).flatMap(([entity, tally]) => {
      const [one, many] = [singularOf(entity), entity.plural];
      const { created, changed, same } = tally;
      return [
        ...some(created, `:sparkles: *${count(created, `new ${one}`, `new ${many}`)}*`),
        ...some(changed, `:pencil2: *${count(changed, one, many)}* changed: ${changedFields(entity, tally)}`),
        ...some(same, `:white_check_mark: *${count(same, one, many)}* unchanged`),
      ];
    }),
    ...some(twins, `:busts_in_silhouette: *${count(twins, 'row')}* might be duplicates`),
    ...madeLines(job.tally),
    ...filledLines(entityOf(job.entity), job.tally),
    ...some(bad, `:warning: *${count(bad, 'row')}* can’t be imported`),
  ];
}

/** Where to find the records that lacked something: they are incomplete until someone completes them. */
const incompleteLines = (entity: Entity, { tally, answers }: ImportJob): string[] =>
  Object.entries(tally.filled).map(([name, n]) => {
    const { label = name, also = [name] } = entity.fields[name] ?? {};
    const value = answers.defaults[name];
    const words = value?.is === 'create' ? value.words : String(value?.raw ?? '');
    const where = `${also[0] ?? name}:"${words}"`;
    const isFindable = value?.is === 'create' || entity.fields[name]?.kind !== 'reference';
    const find = isFindable ? ` Find them with \`/crm list ${entity.plural} ${where}\`.` : '';
    return `:memo: ${count(n, entity.name, entity.plural)} without ${label} got your answer.${find}`;
  });

const became = (job: ImportJob): string[] => {
  const { twins, bad } = job.tally;
  return [
    ...partsOf(job).flatMap(([entity, { created, changed, same }]) => {
      const [one, many] = [singularOf(entity), entity.plural];
      return [
        ...some(created, `:sparkles: ${count(created, one, many)} created`),
        ...some(changed, `:pencil2: ${count(changed, one, many)} changed`),
        ...some(same, `:white_check_mark: ${count(same, one, many)} unchanged`),
      ];
    }),
    ...some(twins, `:busts_in_silhouette: ${count(twins, 'row')} skipped: might be duplicates`),
    ...Object.entries(job.tally.made).map(
      ([made, n]) =>
        `:sparkles: ${count(n, entityOf(made as EntityName).name, entityOf(made as EntityName).plural)} created, because rows refer to ${n === 1 ? 'it' : 'them'}`,
    ),
    ...incompleteLines(entityOf(job.entity), job),
    ...some(bad, `:warning: ${count(bad, 'row')} skipped: can’t be imported`),
  ];
};

const heading = ({ state, file, entity, rows, position }: ImportJob): string => {
  const name = `*${escape(file)}*`;
  const { plural } = entityOf(entity);
  if (state === 'done') return `:inbox_tray: Imported ${plural} from ${name}.`;
  const where = `after ${position.toLocaleString('en')} of ${count(rows, 'row')}`;
  return state === 'taken back'
    ? `:leftwards_arrow_with_hook: The import of ${plural} from ${name} was undone ${where}.`
    : `:double_vertical_bar: The import of ${plural} from ${name} stopped ${where}.`;
};

/** How an import stands. @param trouble what made it stop */
export function summaryMessage(job: ImportJob, trouble: string | null = null): Message {
  const { state, act, id } = job;
  const wrote = writesAny(job);
  const buttons = [
    ...(state === 'stopped' ? [button('Resume', 'import-on', String(id), { style: 'primary' })] : []),
    ...(wrote && state !== 'taken back' ? [button('Undo', 'undo', act)] : []),
  ];
  const why = trouble === null ? [] : [escape(trouble)];
  const text = [heading(job), ...why, ...became(job)].join('\n');
  return say(text, ...(buttons.length > 0 ? [actions(...buttons)] : []));
}

/** Asks the owner of a stopped import whether to resume it; null when that is decided. */
export async function stoppedImportMessage({ crm }: SlackContext, news: StoppedImport): Promise<Message | null> {
  const job = await stoppedImport(crm, news);
  return job && summaryMessage(job);
}

/** The way back to an import whose window was closed. */
export function readyMessage({ id, file, state }: ImportJob): Message {
  return say(
    `:inbox_tray: *${escape(file)}* is ${state === 'checked' ? 'checked' : 'read'}. Nothing is imported yet.`,
    actions(button('Continue', 'import-open', String(id))),
  );
}
