import type { Entity } from '../../model/entity.ts';
import type { Value } from '../../model/fields.ts';
import { ERASED } from '../../model/erased.ts';
import { entityOf } from '../../model/registry.ts';
import { cut } from '../../model/text/text.ts';
import type { AuditEntry } from '../../crm/audit/index.ts';
import { escape } from '../messages/blocks.ts';
import type { Telling } from './telling.ts';
import { showField } from './values.ts';

/** A field that an entry changed, as mrkdwn. */
export interface ChangedField {
  name: string;
  label: string;
  /** The stage of the pipeline. */
  isStage: boolean;
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

/** Internal fields: the ids behind the names in a filter. */
const UNTOLD: ReadonlySet<string> = new Set(['meaning']);

/** What an entry changed, field by field, the stage first. */
export function fieldsOf(entry: AuditEntry, telling: Telling): ChangedField[] {
  if (!entry.entity) return [];
  const entity = entityOf(entry.entity);
  return Object.entries(entry.changes)
    .filter(([name]) => name in entity.fields && !UNTOLD.has(name))
    .map(([name, [was, is]]) => ({
      name,
      label: escape(entity.fields[name]?.label ?? name),
      isStage: entity.fields[name]?.kind === 'stage',
      was: shown(entity, name, was, entry, telling),
      is: shown(entity, name, is, entry, telling),
    }))
    .toSorted((a, b) => Number(b.isStage) - Number(a.isStage));
}

/** `Amount from €1,000 to *€2,000*`; a field that was or is blank says so. */
export function changeOf({ label, was, is }: ChangedField): string {
  if (was === '–') return `${label} to *${is}*`;
  return is === '–' ? `${label} (was ${was})` : `${label} from ${was} to *${is}*`;
}
