import type { Entity } from '../../model/entity.ts';
import type { Value } from '../../model/fields.ts';
import { ERASED } from '../../model/erased.ts';
import { entityOf } from '../../model/registry.ts';
import { cut } from '../../model/words.ts';
import type { AuditEntry } from '../../crm/audit.ts';
import { escape } from '../blocks.ts';
import type { Telling } from './telling.ts';
import { showField, showMoment } from './values.ts';

/** Facts of the audit trail made into sentences, when they are read. */

/** Through which door it came; what is not listed is shown as it is. */
const DOORS: Readonly<Record<string, string>> = {
  command: 'by command',
  form: 'from a form',
  button: 'from a button',
  shortcut: 'from a shortcut',
  home: 'from Home',
  undo: 'by undo',
  import: 'by import',
  'practice company': 'from the practice data',
  app: 'by CustomerHub itself',
};

/** `14:02, from a button`; the time in the reader's own zone. */
export const whenAndWhence = ({ at, source }: AuditEntry): string =>
  `${showMoment(at)}, ${escape(DOORS[source] ?? source)}`;

/** A field that an entry changed, as mrkdwn. */
interface Told {
  name: string;
  label: string;
  was: string;
  is: string;
}

/** Values as their kind shows them; long words are cut and stand in quotes. */
const shown = (
  entity: Entity,
  name: string,
  value: Value,
  entry: AuditEntry,
  { context, recordOf }: Telling,
): string => {
  const field = entity.fields[name];
  if (!field || value === null) return '–';
  if (value === ERASED) return '_erased_';
  if (field.kind === 'text' || field.kind === 'longText')
    return `“${escape(cut(String(value).replace(/\s+/g, ' '), 120))}”`;
  const currency = String(recordOf(entry)?.['currency'] ?? context.currency);
  return showField(field, value, { ...context, currency });
};

/** What only the app itself reads: ids behind the names in a filter. */
const UNTOLD: ReadonlySet<string> = new Set(['meaning']);

/** What an entry changed, field by field, the stage first. */
export const fieldsOf = (entry: AuditEntry, telling: Telling): Told[] => {
  if (!entry.entity) return [];
  const entity = entityOf(entry.entity);
  return Object.entries(entry.changes)
    .filter(([name]) => name in entity.fields && !UNTOLD.has(name))
    .map(([name, [was, is]]) => ({
      name,
      label: escape(entity.fields[name]?.label ?? name),
      was: shown(entity, name, was, entry, telling),
      is: shown(entity, name, is, entry, telling),
    }))
    .toSorted((a, b) => Number(b.name === 'stage') - Number(a.name === 'stage'));
};

/** `Amount from €1,000 to *€2,000*`; a field that was or is blank says so. */
export const changeOf = ({ label, was, is }: Told): string => {
  if (was === '–') return `${label} to *${is}*`;
  return is === '–' ? `${label} (was ${was})` : `${label} from ${was} to *${is}*`;
};

const verbFor = ({ was, is }: Told): string => {
  if (was === '–') return 'set';
  return is === '–' ? 'cleared' : 'changed';
};

/** `set Amount to *€2,000*`, `cleared Phone (was +49 30 1234567)` */
const did = (told: Told): string => `${verbFor(told)} ${changeOf(told)}`;

const updated = (entry: AuditEntry, telling: Telling): string => {
  const [first, ...rest] = fieldsOf(entry, telling);
  const [who, what] = [telling.who(entry), telling.what(entry)];
  if (!first) return `${who} changed ${what}`;
  const moved = first.name === 'stage' ? `${who} moved ${what} from ${first.was} to *${first.is}*` : null;
  if (rest.length === 0) return moved ?? `${who} changed ${what}: ${did(first)}`;
  return [moved ?? `${who} changed ${what}`, ...(moved ? rest : [first, ...rest]).map((told) => `• ${did(told)}`)].join(
    '\n',
  );
};

const created = (entry: AuditEntry, telling: Telling): string => {
  const title = entry.entity ? entityOf(entry.entity).title : '';
  const values = fieldsOf(entry, telling).filter(({ name, is }) => name !== title && name !== 'currency' && is !== '–');
  const line = values.map(({ label, is }) => `${label} ${is}`).join(' · ');
  return `${telling.who(entry)} created ${telling.what(entry)}${line ? `\n${line}` : ''}`;
};

type Sentence = (entry: AuditEntry, telling: Telling) => string;

/** `Ana deleted *Rollout* · D-42` */
const simple =
  (verb: string): Sentence =>
  (entry, { who, what }) =>
    `${who(entry)} ${verb} ${what(entry)}`.trim();

/** `Ana merged *Acme Ltd* · C-2 into *Acme*` */
const merged: Sentence = (entry, telling) => {
  const into = fieldsOf(entry, telling).find(({ name }) => name === 'mergedInto');
  return `${telling.who(entry)} merged ${telling.what(entry)}${into ? ` into *${into.is}*` : ''}`;
};

/** What a merge meant for a record that referred to the one that went. */
const repointed: Sentence = (entry, telling) =>
  [
    `${telling.what(entry)} changed by a merge of ${telling.who(entry)}`,
    ...fieldsOf(entry, telling).map(changeOf),
  ].join(': ');

/** Verb of the trail -> icon and sentence. */
/** Of records of a kind; the trail itself is of none. */
const ofAll =
  (verb: string): Sentence =>
  (entry, { who }) =>
    `${who(entry)} ${verb} ${entry.entity ? entityOf(entry.entity).plural : 'the audit trail'}`;

const SENTENCES: Readonly<Record<string, [icon: string, sentence: Sentence]>> = {
  create: [':sparkles:', created],
  update: [':pencil2:', updated],
  remove: [':wastebasket:', simple('deleted')],
  restore: [':recycle:', simple('brought back')],
  merge: [':twisted_rightwards_arrows:', merged],
  repoint: [':twisted_rightwards_arrows:', repointed],
  undo: [':leftwards_arrow_with_hook:', simple('took something back')],
  erase: [':no_entry_sign:', simple('erased what was known of')],
  link: [':link:', simple('linked a channel to')],
  unlink: [':link:', simple('unlinked a channel from')],
  mute: [':no_bell:', simple('muted, in one channel,')],
  unmute: [':bell:', simple('lifted, in one channel, the mute of')],
  show: [':eyes:', simple('looked at')],
  history: [':eyes:', simple('read the history of')],
  find: [':mag:', simple('searched')],
  summary: [':bar_chart:', simple('asked for the numbers')],
  audit: [':shield:', simple('read the audit trail')],
  export: [':outbox_tray:', ofAll('exported')],
  import: [':inbox_tray:', ofAll('imported')],
};

const listed: Sentence = (entry, { who }) =>
  `${who(entry)} listed ${entry.entity ? entityOf(entry.entity).plural : ''}`;
const refused: Sentence = (entry, { who, what }) =>
  `${who(entry)} was refused${entry.recordId === null ? '' : ` at ${what(entry)}`}`;
/** What other parts of CustomerHub leave in the trail. */
const other: Sentence = (entry, { who, what }) => `${who(entry)}: ${escape(entry.verb)} ${what(entry)}`.trim();

/** An entry as a sentence with its icon, as mrkdwn. */
const sentenceOf = (entry: AuditEntry, telling: Telling): string => {
  if (entry.verb === 'list') return `:page_facing_up: ${listed(entry, telling)}`;
  if (entry.verb === 'refused') return `:lock: ${refused(entry, telling)}`;
  const [icon, sentence] = SENTENCES[entry.verb] ?? [':small_blue_diamond:', other];
  const back = entry.source === 'undo' ? ':leftwards_arrow_with_hook:' : icon;
  return `${back} ${sentence(entry, telling)}`;
};

/** The same with when and whence, which stand behind its first line. */
export const lineOf = (entry: AuditEntry, telling: Telling): string => {
  const [first = '', ...rest] = sentenceOf(entry, telling).split('\n');
  return [`${first} · ${whenAndWhence(entry)}`, ...rest].join('\n');
};
