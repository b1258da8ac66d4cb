import type { Entity } from '../../../model/entity.ts';
import { keyOfReference } from '../../../model/import/targets.ts';
import type { AnyRecord } from '../../../model/record.ts';
import { referenceFields } from '../../../model/reference-fields.ts';
import { eitherOf } from '../../../model/text/text.ts';
import type { Names } from './names.ts';

/* Whose a record is, where the row says it by what else it names. */

/** The field that says to which record the one in this field must belong: of a deal, to its customer. */
export function dependsOn(entity: Entity, name: string): string | undefined {
  const field = entity.fields[name];
  return field?.kind === 'reference' ? field.of : undefined;
}

/** A record without the one it belongs to is of the same as the deal or contact that it names. */
export function takeParent(
  entity: Entity,
  name: string,
  input: Record<string, unknown>,
  before: AnyRecord | undefined,
  names: Names,
): void {
  const field = entity.fields[name];
  const [parent, id] = [dependsOn(entity, name), input[name]];
  if (field?.kind !== 'reference' || parent === undefined || typeof id !== 'number') return;
  const whose = names.record(field.to, id)?.[parent];
  if (typeof whose === 'number' && (input[parent] ?? before?.[parent] ?? null) === null) input[parent] = whose;
}

/**
 * What to do where neither a customer is named nor anything that has one.
 * @param comes fields that an answer fills
 */
export function parentMissing(
  entity: Entity,
  input: Readonly<Record<string, unknown>>,
  problems: Readonly<Record<string, string>>,
  comes: ReadonlySet<string>,
): Record<string, string> {
  const all = referenceFields(entity);
  const isWrong = (name: string): boolean => name in problems || keyOfReference(name) in problems;
  return Object.fromEntries(
    all.flatMap(([name, { required, label }]): [string, string][] => {
      const children = all.filter(([, { of }]) => of === name);
      if (!required || comes.has(name) || children.length === 0 || (input[name] ?? null) !== null) return [];
      if ([name, ...children.map(([child]) => child), 'about'].some(isWrong)) return [];
      const others = eitherOf(children.map(([, child]) => child.label.toLowerCase()));
      return [[name, `No ${label.toLowerCase()} is named, and no ${others} that has one. Add one of them to the row.`]];
    }),
  );
}
