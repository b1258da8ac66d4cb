import { type ReadContext, pipelineOf, type Crm } from '../context/index.ts';
import { singularOf, type Entity } from '../../model/entity.ts';
import type { AnyRecord } from '../../model/record.ts';
import { isBlankCell } from '../../model/import/blanks.ts';
import { readCell, type CellContext } from '../../model/import/cells.ts';
import type { Convention } from '../../model/import/columns.ts';
import { ID } from '../../model/import/headings.ts';
import { misnamed, readRef } from '../../model/typed-reference.ts';
import { cleanText, count } from '../../model/text/text.ts';
import { findRecords } from '../../store/records.ts';
import { comparison, type SaysSame } from '../export/index.ts';
import type { Input } from '../records/index.ts';
import { noteLeftOver, takesLeftOver } from './left-over.ts';
import type { Names } from './names.ts';
import type { Row } from './table.ts';

/** How a file is to be read. */
export interface Reading {
  entity: Entity;
  headings: readonly string[];
  /** What each column holds: the name of a field, `id`, or null for one that is left out. */
  targets: readonly (string | null)[];
  /** Ids mean no record with a greater one: those came since, many of them from this very file. */
  lastId: number;
  /** How the cells of a column are read that could mean two things, by what it holds. */
  conventions: Readonly<Record<string, Convention>>;
}

/** Why a row cannot be imported; the heading of the column, where it is one. */
export interface Trouble {
  column: string | null;
  reason: string;
}

/** A row as it was understood, before anybody asked whether it may be so. */
export interface Meant {
  line: number;
  /** The record that it changes, and its version; null for a new one. */
  record: { id: number; version: number } | null;
  input: Input;
  /** Field to the words in its cell. */
  words: Readonly<Record<string, string>>;
  /** Field to why its words mean nothing; blank for what is wrong with the row. */
  problems: Readonly<Record<string, string>>;
}

/** Field, or `id`, to the words in its cell. Blank cells say nothing: they leave what is there, or what a new record starts with. */
const wordsIn = ({ entity, targets }: Reading, { cells }: Row): Record<string, string> =>
  Object.fromEntries(
    targets.flatMap((target, at): [string, string][] => {
      const words = cells[at] ?? '';
      const kind = (target === null ? undefined : entity.fields[target]?.kind) ?? 'text';
      return target === null || isBlankCell(words, kind) ? [] : [[target, words]];
    }),
  );

/** The heading under which a field stands in the file. */
export function headingOf({ entity, headings, targets }: Reading, name: string): string {
  return headings[targets.indexOf(name)] || (name === ID.name ? ID.label : (entity.fields[name]?.label ?? name));
}

const ragged = ({ headings }: Reading, { cells }: Row): Record<string, string> =>
  cells.slice(headings.length).every((cell) => cell.trim() === '')
    ? {}
    : {
        '': `This row has ${count(cells.length, 'cell')}, the headings are ${headings.length}. Put values with a separator in them in quotes.`,
      };

interface Aids {
  context: Omit<CellContext, 'refs'>;
  names: Names;
  records: ReadonlyMap<number, AnyRecord>;
  same: SaysSame;
}

/** What refers to nothing comes first: a contact is looked for at its customer. */
const inOrder = (entity: Entity, words: Readonly<Record<string, string>>): string[] =>
  Object.keys(words).sort(
    (a, b) => Number(dependsOn(entity, a) !== undefined) - Number(dependsOn(entity, b) !== undefined),
  );

const dependsOn = (entity: Entity, name: string): string | undefined => {
  const field = entity.fields[name];
  return field?.kind === 'reference' ? field.of : undefined;
};

const idIn = ({ entity, lastId }: Reading, words: string | undefined): number | null => {
  const ref = words === undefined ? null : readRef(words);
  return ref?.entity === entity.name && ref.id <= lastId ? ref.id : null;
};

/** An id that names a record of another kind was not meant for these rows. */
const problemsWith = (reading: Reading, row: Row, id: string | undefined): Record<string, string> => {
  const { entity } = reading;
  const ref = id === undefined ? null : readRef(id);
  const isOther = ref !== null && ref.entity !== entity.name;
  const say = `${misnamed(id ?? '', entity.name)} Leave the cell blank for a new ${singularOf(entity)}.`;
  return { ...ragged(reading, row), ...(isOther && { [ID.name]: say }) };
};

const meantBy = (reading: Reading, row: Row, { context, names, records, same }: Aids): Meant => {
  const { entity } = reading;
  const { [ID.name]: id, ...words } = wordsIn(reading, row);
  const before = records.get(idIn(reading, id) ?? 0);
  const input: Record<string, unknown> = {};
  const problems = problemsWith(reading, row, id);
  const leftOver: Record<string, readonly string[]> = {};
  for (const name of inOrder(entity, words)) {
    const field = entity.fields[name];
    const cell = words[name] ?? '';
    if (!field || (before && same(before, name, cell))) continue;
    const parent = dependsOn(entity, name);
    // Whose it is comes first: then it may be clear which is meant.
    if (parent !== undefined && parent in problems) continue;
    const within = parent === undefined ? null : (input[parent] ?? before?.[parent] ?? null);
    const refs: CellContext['refs'] = (one, said) => names.mean(one, said, typeof within === 'number' ? within : null);
    const read = readCell(cleanText(cell), field, { ...context, refs, convention: reading.conventions[name] ?? {} });
    if ('problem' in read) problems[name] = read.problem;
    else if (read.leftOver && !takesLeftOver(entity)) problems[name] = 'These are several. Leave one of them.';
    else {
      input[name] = read.raw;
      leftOver[name] = read.leftOver ?? [];
    }
  }
  Object.assign(input, noteLeftOver(entity, input, before ?? null, leftOver));
  return { line: row.line, record: before ? { id: before.id, version: before.version } : null, input, words, problems };
};

const learn = async (crm: Crm, { entity, targets }: Reading, rows: readonly Row[], names: Names): Promise<void> => {
  for (const [at, target] of targets.entries()) {
    const field = target === null ? undefined : entity.fields[target];
    if (field?.kind !== 'reference') continue;
    const words = rows.map(({ cells }) => cleanText(cells[at] ?? '')).filter((cell) => cell !== '');
    await names.learn(crm.database.db, field.to, words);
  }
};

/** What rows of a file mean: nothing is asked of the rules yet, and nothing written. */
export async function understand(
  ctx: ReadContext,
  reading: Reading,
  rows: readonly Row[],
  names: Names,
): Promise<Meant[]> {
  const { entity, targets } = reading;
  await learn(ctx.crm, reading, rows, names);
  const at = targets.indexOf(ID.name);
  const ids = at === -1 ? [] : rows.flatMap(({ cells }) => idIn(reading, cells[at]) ?? []);
  const records = await findRecords(ctx.crm.database.db, entity, ids);
  const { locale, timeZone: homeZone } = ctx.crm.settings;
  const context = { locale, timeZone: ctx.actor.timeZone, homeZone, stages: await pipelineOf(ctx.crm) };
  const same = await comparison(ctx.crm, entity, [...records.values()]);
  return rows.map((row) => meantBy(reading, row, { context, names, records, same }));
}
