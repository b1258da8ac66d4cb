import { entityOf } from '../../model/registry.ts';
import { count } from '../../model/text/text.ts';
import { AUDIT_VERBS, type AuditEntry, type AuditVerb } from '../../crm/audit/index.ts';
import { escape } from '../messages/blocks.ts';
import { changeOf, fieldsOf, type ChangedField } from './changed-fields.ts';
import type { Telling } from './telling.ts';
import { showMoment } from './values.ts';

/** Entries of the audit log as sentences. */

/** Where it came from; what is not listed is shown as it is. */
const SOURCES: Readonly<Record<string, string>> = {
  command: 'by command',
  form: 'from a form',
  button: 'from a button',
  shortcut: 'from a shortcut',
  home: 'from Home',
  undo: 'by undo',
  import: 'by import',
  backfill: 'from the sample data',
  app: 'by CustomerHub',
};

/** `14:02, from a button`; the time in the reader's own zone. */
export function whenAndWhence({ at, source }: AuditEntry): string {
  return `${showMoment(at)}, ${escape(SOURCES[source] ?? source)}`;
}

const verbFor = ({ was, is }: ChangedField): string => {
  if (was === '–') return 'set';
  return is === '–' ? 'cleared' : 'changed';
};

/** `set Amount to *€2,000*`, `cleared Phone (was +49 30 1234567)` */
const did = (told: ChangedField): string => `${verbFor(told)} ${changeOf(told)}`;

const updated = (entry: AuditEntry, telling: Telling): string => {
  const [first, ...rest] = fieldsOf(entry, telling);
  const [who, what] = [telling.who(entry), telling.what(entry)];
  if (!first) return `${who} changed ${what}`;
  const moved = first.isStage ? `${who} moved ${what} from ${first.was} to *${first.is}*` : null;
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

/** `Ana deleted *Rollout* · D-42`, or where the entry is of no single record, of which kind: `Ana looked at deals`. */
const of =
  (verb: string, behind = ''): Sentence =>
  (entry, { who, what }) =>
    `${who(entry)} ${verb} ${what(entry)}${behind}`;

/** `Ana searched`: of no record. */
const plainly =
  (verb: string): Sentence =>
  (entry, { who }) =>
    `${who(entry)} ${verb}`;

/** Of records of a kind, or of the whole audit log, which is of none. */
const ofAll =
  (verb: string): Sentence =>
  (entry, { who }) =>
    `${who(entry)} ${verb} ${entry.entity ? entityOf(entry.entity).plural : 'the audit log'}`;

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

const undid: Sentence = (entry, { who, redid }) => `${who(entry)} ${redid(entry) ? 'redid' : 'undid'} a change`;

const summed: Sentence = (entry, { who }) => `${who(entry)} viewed ${entry.entity ? 'what moved' : 'the summary'}`;

const refused: Sentence = (entry, { who, what }) =>
  `${who(entry)} was denied${entry.entity === null ? '' : ` access to ${what(entry)}`}`;

/** `Ruth retried 3 failed messages` */
const messages =
  (verb: string): Sentence =>
  (entry, { who }) =>
    `${who(entry)} ${verb} ${count(Number(entry.changes['messages']?.[1] ?? 0), 'failed message')}`;

/** `12 views and refusals from … to … are missing: the database took no changes then` */
const missing: Sentence = ({ changes }) => {
  const valueOf = (name: string): string => String(changes[name]?.[1] ?? '');
  const lost = Number(valueOf('lost'));
  const [what, are] = lost === 1 ? ['view or denial', 'is'] : ['views and denials', 'are'];
  const when = `from ${showMoment(valueOf('from'))} to ${showMoment(valueOf('to'))}`;
  return `${count(lost, what, what)} ${when} ${are} missing here: the database took no changes then`;
};

/** Each audit action with its icon and sentence. */
const SENTENCES: Readonly<Record<AuditVerb, [icon: string, sentence: Sentence]>> = {
  create: [':sparkles:', created],
  update: [':pencil2:', updated],
  remove: [':wastebasket:', of('deleted')],
  restore: [':recycle:', of('restored')],
  merge: [':twisted_rightwards_arrows:', merged],
  repoint: [':twisted_rightwards_arrows:', repointed],
  undo: [':leftwards_arrow_with_hook:', undid],
  erase: [':no_entry_sign:', of('erased the data of')],
  link: [':link:', of('linked a channel to')],
  unlink: [':link:', of('unlinked a channel from')],
  'go on': [':bell:', of('turned the updates of', ' back on')],
  mute: [':no_bell:', of('muted', ' in one channel')],
  unmute: [':bell:', of('unmuted', ' in one channel')],
  'send message again': [':incoming_envelope:', messages('retried')],
  'drop message': [':wastebasket:', messages('discarded')],
  show: [':eyes:', of('looked at')],
  history: [':eyes:', of('read the history of')],
  find: [':mag:', plainly('searched')],
  list: [':page_facing_up:', of('listed')],
  summary: [':bar_chart:', summed],
  share: [':loudspeaker:', of('shared', ' with a channel')],
  'share summary': [':loudspeaker:', plainly('shared a summary with a channel')],
  why: [':grey_question:', of('checked which updates were posted about')],
  audience: [':eyes:', plainly('checked who can read a channel')],
  audit: [':shield:', plainly('read the audit log')],
  home: [':house:', plainly('opened Home')],
  export: [':outbox_tray:', ofAll('exported')],
  import: [':inbox_tray:', ofAll('imported')],
  refused: [':lock:', refused],
  gap: [':warning:', missing],
};

/** Audit actions of other versions of CustomerHub. */
const other: Sentence = (entry, { who, what }) => `${who(entry)}: ${escape(entry.verb)} ${what(entry)}`.trim();

const isKnown = (verb: string): verb is AuditVerb => AUDIT_VERBS.some((known) => known === verb);

/** An entry as a sentence with its icon, as mrkdwn. */
const sentenceOf = (entry: AuditEntry, telling: Telling): string => {
  const [icon, sentence] = isKnown(entry.verb) ? SENTENCES[entry.verb] : [':small_blue_diamond:', other];
  const back = entry.source === 'undo' ? ':leftwards_arrow_with_hook:' : icon;
  return `${back} ${sentence(entry, telling)}`;
};

/** The same with when and whence, which stand behind its first line. */
export function lineOf(entry: AuditEntry, telling: Telling): string {
  const [first = '', ...rest] = sentenceOf(entry, telling).split('\n');
  return [`${first} · ${whenAndWhence(entry)}`, ...rest].join('\n');
}
