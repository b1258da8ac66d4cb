import { describe, expect, test } from '@jest/globals';
import { ABILITIES } from '../../src/model/access.ts';
import { may, ROLES, CRUD_ACTIONS } from '../../src/model/roles.ts';
import type { EntityName } from '../../src/model/entity.ts';
import { ENTITIES, entityOf } from '../../src/model/registry.ts';
import { EXPECTATIONS } from '../support/permissions.ts';

describe('who may do what', () => {
  test.each(EXPECTATIONS)('$role (own: $own) may $verb a $entity: $allowed', ({ entity, verb, role, own, allowed }) => {
    expect(may(entityOf(entity).access, verb, role, own)).toBe(allowed);
  });

  test('is written out for every entity, verb and role there is', () => {
    const wanted = Object.keys(ENTITIES).flatMap((entity) =>
      CRUD_ACTIONS.flatMap((verb) => ROLES.map((role) => `${entity} ${verb} ${role}`)),
    );
    const written = EXPECTATIONS.map(({ entity, verb, role }) => `${entity} ${verb} ${role}`);
    expect([...new Set(written)].toSorted()).toEqual(wanted.toSorted());
  });
});

test('which fields take more than changing the record', () => {
  const narrower = (Object.keys(ENTITIES) as EntityName[]).flatMap((name) =>
    Object.entries(entityOf(name).fields)
      .filter(([, { only }]) => only !== undefined)
      .map(([field, { only }]) => `${name}.${field}: ${only}`),
  );
  expect(narrower).toEqual(['employee.person: admin', 'employee.role: admin']);
});

test('what is done to no single record', () => {
  const needs = Object.fromEntries(Object.entries(ABILITIES).map(([name, { need }]) => [name, need]));
  expect(needs).toEqual({
    audit: 'manager',
    export: 'manager',
    import: 'manager',
    undoOthers: 'manager',
    handOver: 'manager',
    settings: 'admin',
    erase: 'admin',
  });
});
