import { type ReadContext, pipelineOf, type Crm } from '../../context/index.ts';
import { type Entity } from '../../../model/entity.ts';
import { momentOf } from '../../../model/dates/time.ts';
import { readSourceKey } from '../../../model/import/source-ids.ts';
import { ID, KEY, referenceOfKey } from '../../../model/import/targets.ts';
import { entityOf } from '../../../model/registry.ts';
import { cleanText } from '../../../model/text/text.ts';
import { timeZoneIn } from '../../../model/import/systems.ts';
import { findRecords } from '../../../store/records.ts';
import { comparison, type SaysSame } from '../../export/index.ts';
import { recordsKeyed, type Keyed } from '../../source-keys/index.ts';
import type { Names } from './names.ts';
import { learnSeveral } from './participants.ts';
import type { Row } from '../table.ts';
import { meantBy } from './meant-by.ts';
import type { Meant, Reading } from './reading.ts';
import { idIn } from './row-ids.ts';
import { columnsOf } from './words-in.ts';

const learn = async (
  crm: Crm,
  { entity, targets, answers }: Reading,
  rows: readonly Row[],
  names: Names,
): Promise<void> => {
  const { db } = crm.database;
  if (entity.traits.ahead !== undefined) await learnSeveral(db, entity, targets, rows, names);
  for (const [at, target] of targets.entries()) {
    const keyOf = target === null ? null : referenceOfKey(target);
    const field = entity.fields[keyOf ?? target ?? ''];
    if (field?.kind !== 'reference') continue;
    const words = rows.map(({ cells }) => cleanText(cells[at] ?? '')).filter((cell) => cell !== '');
    await (keyOf === null ? names.learn(db, field.to, words) : names.learnKeys(db, field.to, words));
  }
  for (const [name, value] of Object.entries(answers.defaults)) {
    const field = entity.fields[name];
    if (value.is === 'create' && field?.kind === 'reference') await names.learn(db, field.to, [value.words]);
  }
};

/** The entities of which rows make records; what lies ahead is looked for last, so that it comes before what happened. */
const entitiesIn = ({ entity }: Reading): Entity[] => [
  entity,
  ...(entity.traits.ahead === undefined ? [] : [entityOf(entity.traits.ahead)]),
];

/** The records that the rows name by their ID elsewhere, by that ID. */
const keyedBy = async (crm: Crm, reading: Reading, rows: readonly Row[]): Promise<Map<string, Keyed>> => {
  const at = reading.targets.indexOf(KEY.name);
  const keys = at === -1 ? [] : rows.flatMap(({ cells }) => readSourceKey(cells[at] ?? '') ?? []);
  const found: Keyed[] = [];
  for (const { name } of entitiesIn(reading))
    found.push(...(await recordsKeyed(crm.database.db, name, keys, reading.source)));
  return new Map(found.map((keyed) => [keyed.key, keyed]));
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
  const keyed = await keyedBy(ctx.crm, reading, rows);
  const { currency, locale, timeZone: homeZone } = ctx.crm.settings;
  const ownZone = ctx.actor.timeZone;
  const timeZone = timeZoneIn(reading.headings) ?? ownZone;
  const context = { locale, timeZone, homeZone, stages: await pipelineOf(ctx.crm) };
  const comparisons = new Map<string, SaysSame>();
  for (const { name } of entitiesIn(reading)) {
    const kept = [...keyed.values()].filter((one) => one.entity === name).map(({ record }) => record);
    const before = name === entity.name ? [...records.values(), ...kept] : kept;
    comparisons.set(name, await comparison(ctx.crm, entityOf(name), before));
  }
  const same = ({ name }: Entity): SaysSame => comparisons.get(name) ?? (() => false);
  const [now, columns] = [momentOf(ctx.crm.now()), columnsOf(reading)];
  const aids = { context, ownZone, names, records, keyed, same, currency, columns, now };
  return rows.map((row) => meantBy(reading, row, aids));
}
