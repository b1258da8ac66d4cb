import type { Actor } from '../../model/actor.ts';
import type { Entity } from '../../model/entity.ts';
import type { Stage } from '../../model/record.ts';
import type { Field, Value } from '../../model/fields.ts';
import { dayOf, momentOf } from '../../model/dates/time.ts';
import type { Settings } from '../../store/settings.ts';

export interface StartContext {
  actor: Actor;
  now: number;
  settings: Settings;
  stages: readonly Stage[];
}

const startingValue = (field: Field, { actor, now, settings, stages }: StartContext): Value => {
  // A choice names one of its own options, whatever else goes by that word.
  if (field.kind === 'choice') return field.initial ?? null;
  switch ('initial' in field ? field.initial : undefined) {
    case 'me':
      return actor.employeeId || null;
    case 'now':
      return momentOf(now);
    case 'today':
      return dayOf(now, actor.timeZone);
    case 'currency':
      return settings.currency;
    case 'first':
      return stages.find((stage) => stage.outcome === 'open')?.id ?? null;
    case undefined:
      return null;
  }
};

/** What a new record starts with: shown in the form, and taken for every field that the input does not name. */
export function startingValues(entity: Entity, moment: StartContext): Record<string, Value> {
  return Object.fromEntries(Object.entries(entity.fields).map(([name, field]) => [name, startingValue(field, moment)]));
}
