import { describe, expect, test } from '@jest/globals';
import { defineEntity } from '../../src/model/entity.ts';
import { contacts } from '../../src/model/entities/contacts.ts';
import { sensitivityOf, text, url } from '../../src/model/fields.ts';
import { ENTITY_NAMES, entityOf } from '../../src/model/registry.ts';
import { isHidden } from '../../src/slack/views/mask.ts';

const OUTSIDE = { masked: true };

describe('what people from outside may not read', () => {
  test('is this, of all that is declared', () => {
    const internal = ENTITY_NAMES.flatMap((name) =>
      Object.entries(entityOf(name).fields)
        .filter(([, field]) => sensitivityOf(field) === 'internal')
        .map(([field]) => `${name}.${field}`),
    );
    expect(internal).toEqual([
      ...['customer.email', 'customer.phone', 'customer.address', 'customer.notes'],
      ...['contact.email', 'contact.phone', 'contact.notes'],
      ...['deal.amount', 'deal.lostReason', 'deal.notes'],
      'interaction.what',
      ...['employee.email', 'employee.phone'],
      ...['followUp.what', 'followUp.notes'],
      ...['subscription.filter', 'subscription.meaning'],
      'savedList.words',
      'target.amount',
    ]);
  });

  test('is every further field of a contact, of any kind, unless it says otherwise', () => {
    const wider = defineEntity({
      ...contacts,
      fields: {
        ...contacts.fields,
        profile: url({ label: 'Profile' }),
        motto: text({ label: 'Motto', max: 80, sensitivity: 'open' }),
      },
    });
    expect(isHidden(wider.fields.profile, OUTSIDE)).toBe(true);
    expect(isHidden(wider.fields.profile, { masked: false })).toBe(false);
    expect(isHidden(wider.fields.motto, OUTSIDE)).toBe(false);
    expect(isHidden(wider.fields.name, OUTSIDE)).toBe(false);
    // Of other entities the kind decides.
    expect(isHidden(entityOf('customer').fields['website'] ?? url({ label: '' }), OUTSIDE)).toBe(false);
  });
});
